#include "cli/yaml.h"

#include <yaml.h>

#include <algorithm>

#include "base/error.h"
#include "base/file.h"

namespace bv2::cli {
namespace {

constexpr size_t kMostBytes = 1 << 20;
constexpr int kDeepest = 8;

class Event {
 public:
  explicit Event(const yaml_event_t& event) : event_(event) {}
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  yaml_event_type_t type() const { return event_.type; }
  size_t line() const { return event_.start_mark.line + 1; }
  const yaml_event_t& raw() const { return event_; }

 private:
  yaml_event_t event_;
};

class Parser {
 public:
  Parser(std::string_view document, std::string_view name) : name_(name) {
    if (yaml_parser_initialize(&parser_) == 0)
      Fail(ErrorCode::kInternal, "there is not enough memory for reading '{}'", name);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(document.data()),
                                 document.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  YamlNode Document() {
    Next();  // the start of the stream
    if (Next().type() == YAML_STREAM_END_EVENT) FailAt(1, "it is empty");
    YamlNode node = Node(Next(), 0);
    Next();  // the end of the document
    const Event end = Next();
    if (end.type() != YAML_STREAM_END_EVENT) FailAt(end.line(), "it has a second document");
    return node;
  }

 private:
  [[noreturn]] void FailAt(size_t line, std::string_view problem) const {
    Fail(ErrorCode::kInvalidArgument, "'{}', line {}: {}", name_, line, problem);
  }

  Event Next() {
    yaml_event_t event;
    if (yaml_parser_parse(&parser_, &event) != 0) return Event(event);
    FailAt(parser_.problem_mark.line + 1,
           parser_.problem != nullptr ? parser_.problem : "it is not YAML");
  }

  YamlNode Node(const Event& event, int depth) {
    if (depth > kDeepest) FailAt(event.line(), "it is nested too deeply");
    YamlNode node{.line = event.line()};
    switch (event.type()) {
      case YAML_SCALAR_EVENT:
        ReadScalar(event, node);
        return node;
      case YAML_SEQUENCE_START_EVENT:
        Check(event, event.raw().data.sequence_start.anchor, event.raw().data.sequence_start.tag);
        ReadList(depth, node);
        return node;
      case YAML_MAPPING_START_EVENT:
        Check(event, event.raw().data.mapping_start.anchor, event.raw().data.mapping_start.tag);
        ReadMap(depth, node);
        return node;
      default:
        FailAt(event.line(), "aliases are not understood here");
    }
  }

  void Check(const Event& event, const yaml_char_t* anchor, const yaml_char_t* tag) const {
    if (anchor != nullptr) FailAt(event.line(), "anchors are not understood here");
    if (tag != nullptr) FailAt(event.line(), "tags are not understood here");
  }

  void ReadScalar(const Event& event, YamlNode& node) const {
    const auto& scalar = event.raw().data.scalar;
    Check(event, scalar.anchor, scalar.tag);
    node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    node.null = scalar.style == YAML_PLAIN_SCALAR_STYLE &&
                (node.text.empty() || node.text == "~" || node.text == "null");
  }

  void ReadList(int depth, YamlNode& node) {
    node.kind = YamlNode::Kind::kList;
    while (true) {
      const Event event = Next();
      if (event.type() == YAML_SEQUENCE_END_EVENT) return;
      node.items.push_back(Node(event, depth + 1));
    }
  }

  void ReadMap(int depth, YamlNode& node) {
    node.kind = YamlNode::Kind::kMap;
    while (true) {
      const Event event = Next();
      if (event.type() == YAML_MAPPING_END_EVENT) return;
      YamlNode key = Node(event, depth + 1);
      if (key.kind != YamlNode::Kind::kScalar) FailAt(key.line, "a key must be a word");
      const auto same = [&](const auto& field) { return field.first.text == key.text; };
      if (std::ranges::any_of(node.fields, same))
        FailAt(key.line, "'" + key.text + "' is there twice");
      YamlNode value = Node(Next(), depth + 1);
      node.fields.emplace_back(std::move(key), std::move(value));
    }
  }

  std::string name_;
  yaml_parser_t parser_;
};

}  // namespace

YamlNode ParseYaml(std::string_view document, std::string_view name) {
  if (document.size() > kMostBytes)
    Fail(ErrorCode::kInvalidArgument, "'{}' has {} bytes; a file of options has no more than {}",
         name, document.size(), kMostBytes);
  return Parser(document, name).Document();
}

YamlNode ReadYaml(const std::filesystem::path& file) {
  return ParseYaml(ReadFile(file), file.string());
}

}  // namespace bv2::cli
