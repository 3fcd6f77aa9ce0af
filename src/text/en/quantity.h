#pragma once

#include <string>
#include <string_view>

namespace bv2::text::en {

// "1,234.50" → "one thousand two hundred thirty-four point five zero"; ".5" → "point five".
std::string Quantity(std::string_view number);

// A quantity and its unit, in the number that fits: "1", "mile", "miles" → "one mile".
std::string Measured(std::string_view number, std::string_view singular, std::string_view plural);

// Years: "1984" → "nineteen eighty-four"; "1984s" has its plural, "nineteen eighty-fours".
std::string Year(std::string_view digits);
std::string Decade(std::string_view digits);

// An ordinal without "and": "101" → "one hundred first".
std::string Rank(std::string_view digits);

// "555-0100" → "five five five, zero one zero zero".
std::string DigitGroups(std::string_view text);

// Day of a month, 1..12 and 1..31: "May fifth, twenty twenty"; the year may be empty. Empty for
// dates that do not exist.
std::string Date(std::string_view year, unsigned month, unsigned day);

// The number of an English month, full or abbreviated; 0 for anything else.
unsigned MonthNumber(std::string_view name);

// 0..9999, as far as it has digits.
unsigned ToNumber(std::string_view digits);

// I..XXXIX → 1..39; 0 for anything else.
unsigned RomanNumber(std::string_view numeral);

}  // namespace bv2::text::en
