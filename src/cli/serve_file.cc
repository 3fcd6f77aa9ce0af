#include "cli/serve_file.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace bv2::cli {
namespace {

std::string Text(const Json& value) { return value.is_string() ? value.AsString() : value.Dump(); }

std::vector<std::string> Values(const Json& value) {
  std::vector<std::string> values;
  if (value.is_array()) {
    for (const Json& one : value.AsArray()) values.push_back(Text(one));
  } else if (value.is_object()) {
    for (const auto& [name, one] : value.AsObject()) values.push_back(name + '=' + Text(one));
  } else {
    values.push_back(Text(value));
  }
  return values;
}

}  // namespace

void ReadServeFile(CLI::App& command, const std::filesystem::path& file) {
  const Json document = Json::ParseFile(file.string());
  for (const auto& [key, value] : document.AsObject()) {
    std::string name = "--" + (key == "voices" ? "voice" : key);
    std::ranges::replace(name, '_', '-');
    CLI::Option* const option = command.get_option_no_throw(name);
    if (option == nullptr || name == "--file")
      Fail(ErrorCode::kInvalidArgument, "'{}': '{}' is no option of serve", file.string(), key);
    if (option->count() > 0) continue;  // the command line goes first
    try {
      for (const std::string& one : Values(value)) option->add_result(one);
      option->run_callback();
    } catch (const CLI::Error& error) {
      Fail(ErrorCode::kInvalidArgument, "'{}': '{}': {}", file.string(), key, error.what());
    }
  }
}

}  // namespace bv2::cli
