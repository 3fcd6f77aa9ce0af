#pragma once

#include <fmt/ranges.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace bv2 {

// What a field's value must satisfy. Numbers inside vectors are checked one by one.
struct Rule {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  std::vector<std::string> one_of = {};  // allowed strings; empty: any
  bool required = false;                 // else the member's initial value is the default
};

// How one field's value is read from JSON and written to it; the machinery of fields.h.
namespace internal {

// Where a value stands, for messages: "'config.json': model.n_heads".
struct FieldPlace {
  std::string_view source;
  std::string path;

  [[noreturn]] void Reject(const Json& value, std::string_view allowed) const {
    Fail(ErrorCode::kInvalidArgument, "'{}': {} is {}, it must be {}", source, path,
         value.Dump().substr(0, 80), allowed);
  }
};

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsMap : std::false_type {};
template <typename T>
struct IsMap<std::vector<std::pair<std::string, T>>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

// An integer, or a number without fraction that a double holds exactly.
bool IsWhole(const Json& json);

std::string RangeText(const Rule& rule, bool integer);

template <typename T>
T FromJson(const Json& json, const Rule& rule, const FieldPlace& place) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_bool()) place.Reject(json, "true or false");
    return json.AsBool();
  } else if constexpr (std::is_arithmetic_v<T>) {
    constexpr bool kInteger = std::is_integral_v<T>;
    Rule bounds = rule;
    if constexpr (std::is_unsigned_v<T>) bounds.min = rule.min > 0 ? rule.min : 0;
    const bool fits = json.is_number() && json.AsNumber() >= bounds.min &&
                      json.AsNumber() <= bounds.max && (!kInteger || IsWhole(json));
    if (!fits) place.Reject(json, RangeText(bounds, kInteger));
    if constexpr (kInteger) return static_cast<T>(json.AsInteger());
    return static_cast<T>(json.AsNumber());
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) place.Reject(json, "a string");
    bool allowed = rule.one_of.empty();
    for (const std::string& choice : rule.one_of) allowed = allowed || choice == json.AsString();
    if (!allowed)
      place.Reject(json, fmt::format("one of \"{}\"", fmt::join(rule.one_of, "\", \"")));
    return json.AsString();
  } else if constexpr (IsOptional<T>::value) {
    if (json.is_null()) return std::nullopt;
    return FromJson<typename T::value_type>(json, rule, place);
  } else if constexpr (IsMap<T>::value) {
    if (!json.is_object()) place.Reject(json, "an object");
    T map;
    for (const auto& [key, value] : json.AsObject())
      map.emplace_back(key,
                       FromJson<typename T::value_type::second_type>(
                           value, rule, {place.source, fmt::format("{}.{}", place.path, key)}));
    return map;
  } else {
    static_assert(IsVector<T>::value, "no JSON form for this type");
    if (!json.is_array()) place.Reject(json, "an array");
    T items;
    for (const Json& item : json.AsArray())
      items.push_back(FromJson<typename T::value_type>(
          item, rule, {place.source, fmt::format("{}[{}]", place.path, items.size())}));
    return items;
  }
}

template <typename T>
Json ToJson(const T& value) {
  if constexpr (IsOptional<T>::value) {
    return value ? ToJson(*value) : Json();
  } else if constexpr (IsMap<T>::value) {
    Json::Object object;
    for (const auto& [key, item] : value) object.emplace_back(key, ToJson(item));
    return Json(std::move(object));
  } else if constexpr (IsVector<T>::value) {
    Json::Array array;
    for (const auto& item : value) array.push_back(ToJson(item));
    return Json(std::move(array));
  } else {
    return Json(value);
  }
}

// True if both are the same value, be it written 2 or 2.0.
bool SameValue(const Json& a, const Json& b);

}  // namespace internal

}  // namespace bv2
