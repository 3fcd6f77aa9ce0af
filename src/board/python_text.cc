#include "board/python_text.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace bv2::board {
namespace {

std::string Quoted(std::string_view text) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const bool has_double = text.find('"') != std::string_view::npos;
  const char quote = has_single && !has_double ? '"' : '\'';
  std::string quoted(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\')
      quoted += {'\\', c};
    else if (c == '\n')
      quoted += "\\n";
    else if (c == '\t')
      quoted += "\\t";
    else if (c == '\r')
      quoted += "\\r";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      quoted += fmt::format("\\x{:02x}", c);
    else
      quoted += c;
  }
  return quoted + quote;
}

}  // namespace

std::string PythonText(double value) {
  if (std::isnan(value)) return "nan";
  std::string text = fmt::format("{}", value);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string PythonText(const Json& value) {
  if (value.is_null()) return "None";
  if (value.is_bool()) return value.AsBool() ? "True" : "False";
  if (value.is_integer()) return fmt::format("{}", value.AsInteger());
  if (value.is_number()) return PythonText(value.AsNumber());
  if (value.is_string()) return Quoted(value.AsString());
  std::string text;
  const auto add = [&](const std::string& item) { text += (text.empty() ? "" : ", ") + item; };
  if (value.is_array()) {
    for (const Json& item : value.AsArray()) add(PythonText(item));
    return "[" + text + "]";
  }
  for (const auto& [key, item] : value.AsObject()) add(Quoted(key) + ": " + PythonText(item));
  return "{" + text + "}";
}

}  // namespace bv2::board
