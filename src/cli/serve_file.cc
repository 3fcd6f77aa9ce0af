#include "cli/serve_file.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "cli/yaml.h"

namespace bv2::cli {
namespace {

// A file's key, for errors.
struct Place {
  const std::filesystem::path& file;
  const YamlNode& key;

  template <typename... Args>
  [[noreturn]] void Fail(fmt::format_string<Args...> format, Args&&... args) const {
    bv2::Fail(ErrorCode::kInvalidArgument, "'{}', line {}: '{}' {}", file.string(), key.line,
              key.text, fmt::format(format, std::forward<Args>(args)...));
  }
  const std::string& Text(const YamlNode& value) const {
    if (value.kind != YamlNode::Kind::kScalar) Fail("must be one value");
    if (value.null) Fail("has no value");
    return value.text;
  }
};

server::VoiceFiles ReadVoice(const std::filesystem::path& file, const YamlNode& name,
                             const YamlNode& value) {
  const Place place{file, name};
  if (value.kind != YamlNode::Kind::kMap) return {.name = name.text, .model = place.Text(value)};
  server::VoiceFiles voice{.name = name.text};
  for (const auto& [key, path] : value.fields) {
    const Place inner{file, key};
    if (key.text == "model")
      voice.model = inner.Text(path);
    else if (key.text == "config")
      voice.config = inner.Text(path);
    else
      inner.Fail("is nothing that a voice has; it has model and config");
  }
  if (voice.model.empty()) place.Fail("has no model");
  return voice;
}

std::vector<server::VoiceFiles> ReadVoices(const Place& place, const YamlNode& value) {
  if (value.kind != YamlNode::Kind::kMap) place.Fail("must be names with their checkpoints");
  std::vector<server::VoiceFiles> voices;
  for (const auto& [name, files] : value.fields)
    voices.push_back(ReadVoice(place.file, name, files));
  return voices;
}

void SetOption(const Place& place, const YamlNode& value, CLI::Option& option) {
  std::vector<std::string> values;
  if (value.kind == YamlNode::Kind::kList)
    for (const YamlNode& item : value.items) values.push_back(place.Text(item));
  else
    values.push_back(place.Text(value));
  try {
    for (const std::string& one : values) option.add_result(one);
    option.run_callback();
  } catch (const CLI::Error& error) {
    place.Fail("is '{}': {}", fmt::join(values, ", "), error.what());
  }
}

}  // namespace

void ReadServeFile(const std::filesystem::path& file, CLI::App& command,
                   std::vector<server::VoiceFiles>& voices) {
  const YamlNode document = ReadYaml(file);
  if (document.kind != YamlNode::Kind::kMap)
    Fail(ErrorCode::kInvalidArgument, "'{}', line {}: options must be keys with values",
         file.string(), document.line);
  for (const auto& [key, value] : document.fields) {
    const Place place{file, key};
    if (key.text == "voices") {
      if (command.get_option("--voice")->count() == 0) voices = ReadVoices(place, value);
      continue;
    }
    std::string name = "--" + key.text;
    std::ranges::replace(name, '_', '-');
    CLI::Option* const option = command.get_option_no_throw(name);
    if (option == nullptr || name == "--file" || name == "--voice" || name == "--help")
      place.Fail("is no option of serve");
    if (option->count() == 0) SetOption(place, value, *option);
  }
}

}  // namespace bv2::cli
