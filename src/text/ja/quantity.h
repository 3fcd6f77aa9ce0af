#pragma once

#include <string>
#include <string_view>

namespace bv2::text::ja {

// Numbers as they are written before they are read; digits are ASCII. "1,234.50" →
// 千二百三十四点五零.
std::string Cardinal(std::string_view number);

// Digit by digit in kana: "090" → ゼロキューゼロ. Other characters are left out.
std::string DigitByDigit(std::string_view digits);

// As telephone numbers are told, groups apart: "03-1234" → ゼロサン、イチニーサンヨン.
std::string Telephone(std::string_view number);

// A day, "2026" "03" "5" → 二千二十六年三月五日; the year may be empty. Empty for dates that do not
// exist.
std::string Date(std::string_view year, std::string_view month, std::string_view day);

// The word for what stands after a number, "km" → キロメートル; empty for what is no unit.
std::string_view UnitWord(std::string_view sign);

// Whether the word is read in Japanese after a number: units, am and pm, codes of currencies.
bool IsUnit(std::string_view word);

}  // namespace bv2::text::ja
