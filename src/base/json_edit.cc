#include "base/json_edit.h"

#include <algorithm>
#include <optional>

#include "base/check.h"

namespace bv2 {
namespace {

// A member of an object: where its key and its value stand.
struct Span {
  size_t key, begin, end;
};

// Finds members in a text that is known to be JSON, so every scan ends in time.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  size_t SkipSpace(size_t at) const { return text_.find_first_not_of(" \t\r\n", at); }

  size_t SkipString(size_t at) const {
    for (++at; text_[at] != '"'; ++at)
      if (text_[at] == '\\') ++at;
    return at + 1;
  }

  size_t SkipValue(size_t at) const {
    if (text_[at] == '"') return SkipString(at);
    if (text_[at] != '{' && text_[at] != '[')
      return std::min(text_.find_first_of(",]} \t\r\n", at), text_.size());
    size_t depth = 0;
    while (true) {
      const char c = text_[at];
      at = c == '"' ? SkipString(at) : at + 1;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return at;
    }
  }

  // Of several members with the key the last, which is the one that counts. `at` is the brace.
  std::optional<Span> Find(size_t at, std::string_view key) const {
    std::optional<Span> found;
    for (at = SkipSpace(at + 1); text_[at] != '}'; at = SkipSpace(at)) {
      const size_t name = at;
      at = SkipString(name);
      const Json spelled = Json::Parse(text_.substr(name, at - name), "key");
      const size_t begin = SkipSpace(SkipSpace(at) + 1);
      const size_t end = SkipValue(begin);
      if (spelled.AsString() == key) found = {name, begin, end};
      at = SkipSpace(end);
      if (text_[at] == ',') ++at;
    }
    return found;
  }

  // What the line of this place starts with.
  std::string_view Indent(size_t at) const {
    const size_t line = text_.substr(0, at).rfind('\n') + 1;
    return text_.substr(line, std::min(text_.find_first_not_of(" \t", line), at) - line);
  }

 private:
  std::string_view text_;
};

std::string Indented(const Json& value, std::string_view indent) {
  std::string result;
  for (const char c : value.Dump(2)) {
    result += c;
    if (c == '\n') result += indent;
  }
  return result;
}

// The place behind the last member of the object whose brace is at `open`, or behind the brace.
size_t EndOfMembers(std::string_view text, size_t open) {
  const size_t close = Scanner(text).SkipValue(open) - 1;
  return text.find_last_not_of(" \t\r\n", close - 1) + 1;
}

}  // namespace

std::string SetJsonMember(std::string_view document, std::span<const std::string_view> path,
                          const Json& value, std::string_view source) {
  BV2_CHECK(!path.empty(), "no member is named");
  const Json parsed = Json::Parse(document, source);
  const Json* object = &parsed;
  const Scanner scanner(document);
  size_t open = document.find_first_of("{[");
  for (const std::string_view key : path.first(path.size() - 1)) {
    object = object->Find(key);
    BV2_CHECK(object != nullptr, "'{}' has no member \"{}\"", source, key);
    open = scanner.Find(open, key)->begin;
  }
  BV2_CHECK(object->is_object(), "'{}': the member \"{}\" is to be set in something else than {{}}",
            source, path.back());

  std::string result(document);
  const Json* const old = object->Find(path.back());
  if (old != nullptr && *old == value) return result;
  if (const auto found = scanner.Find(open, path.back())) {
    result.replace(found->begin, found->end - found->begin,
                   Indented(value, scanner.Indent(found->key)));
    return result;
  }
  const std::string indent = std::string(scanner.Indent(open)) + "  ";
  const size_t end = EndOfMembers(document, open);
  const bool first = end == open + 1;
  result.insert(end, (first ? "\n" : ",\n") + indent + Json(path.back()).Dump() + ": " +
                         Indented(value, indent));
  return result;
}

}  // namespace bv2
