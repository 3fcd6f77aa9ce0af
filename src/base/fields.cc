#include "base/fields.h"

#include <algorithm>

namespace bv2::internal {

bool IsWhole(const Json& json) {
  if (json.is_integer()) return true;
  const double value = json.AsNumber();
  return std::trunc(value) == value && std::abs(value) < 9e15;
}

std::string RangeText(const Rule& rule, bool integer) {
  const char* kind = integer ? "an integer" : "a number";
  if (std::isfinite(rule.min) && std::isfinite(rule.max))
    return fmt::format("{} from {} to {}", kind, rule.min, rule.max);
  if (std::isfinite(rule.min)) return fmt::format("{} of at least {}", kind, rule.min);
  if (std::isfinite(rule.max)) return fmt::format("{} of at most {}", kind, rule.max);
  return kind;
}

bool SameValue(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return a.AsNumber() == b.AsNumber();
  if (a.is_array() && b.is_array())
    return std::equal(a.AsArray().begin(), a.AsArray().end(), b.AsArray().begin(),
                      b.AsArray().end(), SameValue);
  return a == b;
}

}  // namespace bv2::internal
