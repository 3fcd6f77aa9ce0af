#include "text/parse.h"

#include <algorithm>
#include <charconv>

#include "base/error.h"

namespace bv2::text {

std::string_view NextField(std::string_view& rest, char separator) {
  const std::string_view field = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(field.size() + 1, rest.size()));
  return field;
}

double ParseDouble(std::string_view field) {
  double value = 0;
  const char* end = field.data() + field.size();
  const auto [stop, code] = std::from_chars(field.data(), end, value);
  if (code != std::errc() || stop != end) {
    Fail(ErrorCode::kCorruptFile, "'{}' in a text table is not a number; install the data again",
         field);
  }
  return value;
}

}  // namespace bv2::text
