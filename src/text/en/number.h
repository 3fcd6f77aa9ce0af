#pragma once

#include <string>
#include <string_view>

namespace bv2::text::en {

// English words for numbers given as ASCII digits of any length; leading zeros count for nothing.
// Source: the rules of Python's inflect 2.1.0, which the original uses.

// What stands between hundreds and tens: "" or "and".
struct NumberStyle {
  std::string_view conjunction = "";
};

// 12345 → "twelve thousand, three hundred forty-five". From 10^36 on, digit by digit.
std::string Cardinal(std::string_view digits, NumberStyle style = {});

// 12 → "twelfth", 101 → "one hundred and first" when the conjunction is "and".
std::string Ordinal(std::string_view digits, NumberStyle style = {});

// "007" → "zero zero seven". Zeros count here.
std::string DigitByDigit(std::string_view digits);

// 1001 to 2999 as years are said: "nineteen eighty-four", "twenty oh five" excepted, which is "two
// thousand five"; "nineteen hundred". Others as Cardinal.
std::string YearOrCardinal(std::string_view digits);

}  // namespace bv2::text::en
