#pragma once

#include <string>
#include <string_view>

namespace bv2::text::zh {

// Numbers as they are said; digits are ASCII. "1,234.50" → 一千二百三十四点五零; "2000" → 两千.
std::string Cardinal(std::string_view number);

// Before a measure word or unit: "2" → 两, else as Cardinal.
std::string Counted(std::string_view number);

// Digit by digit: "2026" → 二零二六. Other characters are left out.
std::string DigitByDigit(std::string_view digits);

// As telephone numbers are told, 1 as 幺, groups apart: "138-1234" → 幺三八，幺二三四.
std::string Telephone(std::string_view number);

// A day, "2026" "03" "5" → 二零二六年三月五日; the year may be empty. Empty for dates that do not
// exist.
std::string Date(std::string_view year, std::string_view month, std::string_view day);

// The word for what stands after a number, "km" → 公里; empty for what is no unit.
std::string_view UnitWord(std::string_view sign);

// Whether the word is read in Chinese after a number: units, am and pm, codes of currencies.
bool IsUnit(std::string_view word);

}  // namespace bv2::text::zh
