#include "text/en/number.h"

#include <array>
#include <utility>
#include <vector>

#include "base/check.h"

namespace bv2::text::en {
namespace {

constexpr std::array<std::string_view, 20> kSmall = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 12> kThousands = {"",
                                                         " thousand",
                                                         " million",
                                                         " billion",
                                                         " trillion",
                                                         " quadrillion",
                                                         " quintillion",
                                                         " sextillion",
                                                         " septillion",
                                                         " octillion",
                                                         " nonillion",
                                                         " decillion"};
constexpr size_t kGroup = 3;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kIrregularOrdinals = {
    {{"one", "first"},
     {"two", "second"},
     {"three", "third"},
     {"five", "fifth"},
     {"eight", "eighth"},
     {"nine", "ninth"},
     {"twelve", "twelfth"},
     {"ty", "tieth"}}};

std::string_view StripZeros(std::string_view digits) {
  const size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.substr(0, 0) : digits.substr(first);
}

unsigned Value(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

// 1..99
std::string Below100(unsigned value) {
  if (value < kSmall.size()) return std::string(kSmall[value]);
  std::string words(kTens[value / 10]);
  if (value % 10 != 0) words.append("-").append(kSmall[value % 10]);
  return words;
}

std::string Conjunction(NumberStyle style) {
  return style.conjunction.empty() ? " " : " " + std::string(style.conjunction) + " ";
}

// 1..999
std::string Below1000(unsigned value, NumberStyle style) {
  if (value < 100) return Below100(value);
  std::string words = std::string(kSmall[value / 100]) + " hundred";
  if (value % 100 != 0) words += Conjunction(style) + Below100(value % 100);
  return words;
}

}  // namespace

std::string Cardinal(std::string_view digits, NumberStyle style) {
  BV2_DCHECK(digits.find_first_not_of("0123456789") == std::string_view::npos);
  std::string_view rest = StripZeros(digits);
  if (rest.empty()) return std::string(kSmall[0]);
  if (rest.size() > kGroup * kThousands.size()) return DigitByDigit(digits);
  std::string words;
  while (!rest.empty()) {
    const size_t scale = (rest.size() - 1) / kGroup;
    const unsigned value = Value(rest.substr(0, rest.size() - scale * kGroup));
    rest.remove_prefix(rest.size() - scale * kGroup);
    if (value == 0) continue;
    // "one thousand one", but "one thousand, one hundred".
    const bool joined = scale == 0 && value < 100;
    if (!words.empty()) words += joined ? Conjunction(style) : ", ";
    words.append(Below1000(value, style)).append(kThousands[scale]);
  }
  return words;
}

std::string Ordinal(std::string_view digits, NumberStyle style) {
  std::string words = Cardinal(digits, style);
  for (const auto& [cardinal, ordinal] : kIrregularOrdinals) {
    if (!words.ends_with(cardinal)) continue;
    return words.replace(words.size() - cardinal.size(), cardinal.size(), ordinal);
  }
  return words + "th";
}

std::string DigitByDigit(std::string_view digits) {
  std::string words;
  for (const char digit : digits) {
    if (!words.empty()) words += ' ';
    words += kSmall[static_cast<size_t>(digit - '0')];
  }
  return words;
}

std::string YearOrCardinal(std::string_view digits) {
  const std::string_view number = StripZeros(digits);
  const unsigned value = number.size() == 4 ? Value(number) : 0;
  if (value <= 1000 || value >= 3000 || value == 2000) return Cardinal(digits);
  const unsigned century = value / 100;
  const unsigned year = value % 100;
  if (century == 20 && year < 10) return "two thousand " + Below100(year);
  if (year == 0) return Below100(century) + " hundred";
  return Below100(century) + (year < 10 ? " oh " : " ") + Below100(year);
}

}  // namespace bv2::text::en
