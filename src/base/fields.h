#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/field_value.h"

namespace bv2 {

// Structs that are read from JSON objects list their fields once:
//
//   struct Options {
//     size_t count = 3;
//     template <typename Visitor>
//     void VisitFields(Visitor&& visit) { visit("count", count, Rule{.min = 1}); }
//   };
//
// ReadFields() fills a struct from that list, WriteFields() puts it back into the object it came
// from. Members may be bool, integers, double, std::string, std::optional of them (null), vectors,
// and vectors of (std::string, value) pairs for objects whose keys are data.

// Fills `object` from a JSON object; keys that it does not list are ignored. `source` and `path`
// (e.g. "model") name the place in errors. Throws kInvalidArgument with the value and what is
// allowed, kNotFound for a required key that is missing.
template <typename T>
void ReadFields(const Json& json, std::string_view source, std::string_view path, T& object) {
  if (!json.is_object()) internal::FieldPlace{source, std::string(path)}.Reject(json, "an object");
  object.VisitFields([&](const char* name, auto& member, const Rule& rule = {}) {
    const internal::FieldPlace place{source, fmt::format("{}.{}", path, name)};
    if (const Json* found = json.Find(name))
      member = internal::FromJson<std::decay_t<decltype(member)>>(*found, rule, place);
    else if (rule.required)
      Fail(ErrorCode::kNotFound, "'{}': the key {} is missing", source, place.path);
  });
}

// Sets the members of `json` that differ from `object`. A key that is absent stays absent while the
// member has its default, so reading and writing back changes nothing.
template <typename T>
void WriteFields(const T& object, Json& json) {
  T defaults;
  std::vector<Json> initial;
  defaults.VisitFields([&](const char*, auto& member, const Rule& = {}) {
    initial.push_back(internal::ToJson(member));
  });
  size_t i = 0;
  T(object).VisitFields([&](const char* name, auto& member, const Rule& rule = {}) {
    const Json now = internal::ToJson(member);
    const Json& unstated = initial[i++];
    const Json* stated = json.Find(name);
    const bool same =
        stated == nullptr ? !rule.required && now == unstated : internal::SameValue(*stated, now);
    if (!same) json.Set(name, now);
  });
}

}  // namespace bv2
