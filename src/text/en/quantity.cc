#include "text/en/quantity.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/en/number.h"

namespace bv2::text::en {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr unsigned kMaxDay = 31;
constexpr size_t kLongestCardinal = 15;  // longer numbers are codes, said digit by digit

std::string Without(std::string text, char unwanted) {
  std::erase(text, unwanted);
  return text;
}

}  // namespace

std::string Quantity(std::string_view number) {
  const std::string digits = Without(std::string(number), ',');
  const size_t point = std::min(digits.find('.'), digits.size());
  const std::string_view whole = std::string_view(digits).substr(0, point);
  std::string words;
  if (whole.size() > kLongestCardinal || (whole.size() > 1 && whole[0] == '0')) {
    words = DigitByDigit(whole);
  } else if (!whole.empty()) {
    words = Without(Cardinal(whole), ',');
  }
  if (point + 1 < digits.size()) {
    words += words.empty() ? "point " : " point ";
    words += DigitByDigit(std::string_view(digits).substr(point + 1));
  }
  return words;
}

std::string Measured(std::string_view number, std::string_view singular, std::string_view plural) {
  return Quantity(number) + " " + std::string(number == "1" ? singular : plural);
}

std::string Year(std::string_view digits) { return Without(YearOrCardinal(digits), ','); }

std::string Decade(std::string_view digits) {
  std::string words = Year(digits);
  if (words.ends_with('y')) return words.replace(words.size() - 1, 1, "ies");
  return words + "s";
}

std::string Rank(std::string_view digits) {
  return Without(Ordinal(Without(std::string(digits), ',')), ',');
}

std::string DigitGroups(std::string_view text) {
  std::string words;
  for (size_t i = 0; i < text.size();) {
    const size_t begin = std::min(text.find_first_of("0123456789", i), text.size());
    const size_t end = std::min(text.find_first_not_of("0123456789", begin), text.size());
    if (end > begin) {
      if (!words.empty()) words += ", ";
      words += DigitByDigit(text.substr(begin, end - begin));
    }
    i = std::max(end, i + 1);
  }
  return words;
}

std::string Date(std::string_view year, unsigned month, unsigned day) {
  if (month == 0 || month > kMonths.size() || day == 0 || day > kMaxDay) return "";
  std::string words = std::string(kMonths[month - 1]) + " " + Rank(std::to_string(day));
  if (!year.empty()) words += ", " + Year(year);
  return words;
}

unsigned MonthNumber(std::string_view name) {
  constexpr size_t kAbbreviated = 3;
  if (name.size() < kAbbreviated) return 0;
  const auto* found = std::ranges::find_if(kMonths, [name](std::string_view month) {
    return month.starts_with(name.substr(0, kAbbreviated));
  });
  return found == kMonths.end() ? 0 : static_cast<unsigned>(found - kMonths.begin()) + 1;
}

unsigned ToNumber(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits.substr(0, 4)) {
    if (digit >= '0' && digit <= '9') value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

unsigned RomanNumber(std::string_view numeral) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 5> kNumerals = {
      {{"X", 10}, {"IX", 9}, {"V", 5}, {"IV", 4}, {"I", 1}}};
  constexpr unsigned kMaxRepeats = 3;
  unsigned value = 0;
  for (const auto& [letters, worth] : kNumerals) {
    for (unsigned repeats = 0; repeats < kMaxRepeats && numeral.starts_with(letters); ++repeats) {
      value += worth;
      numeral.remove_prefix(letters.size());
    }
  }
  return numeral.empty() ? value : 0;
}

}  // namespace bv2::text::en
