#pragma once

#include <string_view>

namespace bv2::text {

// Cuts the first of several fields, separated by `separator`, off `rest`. Empty when none is left.
std::string_view NextField(std::string_view& rest, char separator = ' ');

// Throws kCorruptFile for anything but a whole number or decimal.
double ParseDouble(std::string_view field);

}  // namespace bv2::text
