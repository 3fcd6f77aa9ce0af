#include "text/zh/number.h"

#include <algorithm>

namespace bv2::text::zh {
namespace {

constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
constexpr size_t kMaxIntegerDigits = 16;
constexpr size_t kMaxDecimals = 16;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

// The full-width forms of ASCII become ASCII.
std::u32string HalfWidth(std::u32string_view text) {
  std::u32string result(text);
  for (char32_t& c : result) {
    if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;
  }
  return result;
}

bool AllDigits(std::u32string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// Reads in groups of four digits. A zero is spoken once before the next non-zero digit, however
// many zeros and group units lie between.
std::u32string ReadInteger(std::u32string_view digits) {
  constexpr std::u32string_view kUnits = U" 十百千";
  digits.remove_prefix(std::min(digits.find_first_not_of(U'0'), digits.size()));
  std::u32string result;
  bool zero_pending = false;
  bool group_spoken = false;
  for (size_t i = 0; i < digits.size(); ++i) {
    const size_t place = digits.size() - 1 - i;
    if (digits[i] == '0') {
      zero_pending = true;
    } else {
      if (zero_pending) result += kDigits[0];
      zero_pending = false;
      result += kDigits[digits[i] - '0'];
      if (place % 4 != 0) result += kUnits[place % 4];
      group_spoken = true;
    }
    if (place == 8) result += U'亿';  // the leading digit is not zero, so something is counted
    if ((place == 4 || place == 12) && group_spoken) result += U'万';
    if (place % 4 == 0) group_spoken = false;
  }
  if (result.starts_with(U"一十")) result.erase(0, 1);
  if (result.empty()) result = kDigits[0];
  return result;
}

}  // namespace

std::optional<std::u32string> ReadNumber(std::u32string_view text) {
  const std::u32string half_width = HalfWidth(text);
  std::u32string_view number = half_width;
  std::u32string result;
  if (number.starts_with('-')) {
    result = U"负";
    number.remove_prefix(1);
  }
  const size_t point = number.find('.');
  const std::u32string_view integer = number.substr(0, point);
  if (!AllDigits(integer) || integer.size() > kMaxIntegerDigits) return std::nullopt;
  result += ReadInteger(integer);
  if (point != std::u32string_view::npos) {
    const std::u32string_view decimals = number.substr(point + 1);
    if (!AllDigits(decimals)) return std::nullopt;
    result += U'点' + ReadDigits(decimals.substr(0, kMaxDecimals));
  }
  return result;
}

std::u32string ReadDigits(std::u32string_view digits) {
  std::u32string result;
  for (const char32_t c : digits) {
    if (IsDigit(c)) result += kDigits[c - '0'];
  }
  return result;
}

}  // namespace bv2::text::zh
