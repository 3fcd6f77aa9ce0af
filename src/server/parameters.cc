#include "server/parameters.h"

#include <charconv>
#include <cmath>

#include "base/error.h"
#include "base/utf8.h"
#include "server/errors.h"
#include "server/multipart.h"

namespace bv2::server {
namespace {

constexpr const char* kForm = "application/x-www-form-urlencoded";
constexpr const char* kMultipart = "multipart/form-data";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string Decode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// Adds those that are not there yet: the first of several counts.
void Add(const std::multimap<std::string, std::string>& values, Json& fields) {
  for (const auto& [name, value] : values) {
    if (FindInvalidUtf8(name) != std::string::npos || FindInvalidUtf8(value) != std::string::npos)
      FailParameter(EncodeUtf8(DecodeUtf8(name)), "the parameter '{}' is not valid UTF-8",
                    EncodeUtf8(DecodeUtf8(name)));
    if (fields.Find(name) == nullptr) fields.Set(name, value);
  }
}

[[noreturn]] void FailType(std::string_view name, std::string_view wanted) {
  FailParameter(std::string(name), "'{}' must be {}", name, wanted);
}

std::optional<double> ParseNumber(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::multimap<std::string, std::string> ParseForm(std::string_view form) {
  std::multimap<std::string, std::string> values;
  while (!form.empty()) {
    const std::string_view pair = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(form.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const size_t equals = std::min(pair.find('='), pair.size());
    values.emplace(Decode(pair.substr(0, equals)),
                   equals < pair.size() ? Decode(pair.substr(equals + 1)) : "");
  }
  return values;
}

Parameters Parameters::OfQuery(const HttpRequest& request) {
  Json fields = Json::Object();
  Add(request.query, fields);
  return {std::move(fields), true};
}

Parameters Parameters::OfQueryAndForm(const HttpRequest& request) {
  Json fields = Json::Object();
  if (!request.body.empty()) {
    if (request.HasMediaType(kForm))
      Add(ParseForm(request.body), fields);
    else if (request.HasMediaType(kMultipart))
      Add(ParseMultipart(request.body, *request.Header("Content-Type")), fields);
    else
      throw HttpError(415, "unsupported_media_type",
                      fmt::format("send the body as {} or {}", kForm, kMultipart));
  }
  Add(request.query, fields);
  return {std::move(fields), true};
}

Parameters Parameters::OfJson(const HttpRequest& request) {
  // Pages of other origins cannot send this type without asking first.
  if (!request.HasMediaType("application/json"))
    throw HttpError(415, "unsupported_media_type", "send the body as application/json");
  try {
    Json fields = Json::Parse(request.body, "the body");
    if (!fields.is_object()) throw HttpError(400, "invalid_json", "the body must be a JSON object");
    return {std::move(fields), false};
  } catch (const Error& error) {
    throw HttpError(400, "invalid_json", error.what());
  }
}

const Json* Parameters::Find(std::string_view name) const {
  const Json* field = fields_.Find(name);
  return field == nullptr || field->is_null() ? nullptr : field;
}

std::optional<std::string> Parameters::Text(std::string_view name) const {
  const Json* field = Find(name);
  if (field == nullptr) return std::nullopt;
  if (!field->is_string()) FailType(name, "a string");
  return field->AsString();
}

std::optional<double> Parameters::Number(std::string_view name, Range range) const {
  const Json* field = Find(name);
  if (field == nullptr) return std::nullopt;
  std::optional<double> value;
  if (field->is_number()) value = field->AsNumber();
  if (written_) value = ParseNumber(field->AsString());
  if (!value) FailType(name, "a number");
  if (!(*value >= range.low && *value <= range.high))
    FailParameter(std::string(name), "'{}' is {}; it must be from {} to {}", name, *value,
                  range.low, range.high);
  return value;
}

std::optional<int64_t> Parameters::Integer(std::string_view name, Range range) const {
  const std::optional<double> value = Number(name, range);
  if (!value) return std::nullopt;
  if (std::floor(*value) != *value) FailType(name, "a whole number");
  return static_cast<int64_t>(*value);
}

std::optional<bool> Parameters::Flag(std::string_view name) const {
  const Json* field = Find(name);
  if (field == nullptr) return std::nullopt;
  if (field->is_bool()) return field->AsBool();
  if (written_) {
    const std::string& text = field->AsString();
    if (text == "true" || text == "True" || text == "1") return true;
    if (text == "false" || text == "False" || text == "0") return false;
  }
  FailType(name, "true or false");
}

}  // namespace bv2::server
