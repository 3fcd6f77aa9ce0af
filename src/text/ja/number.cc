#include "text/ja/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace bv2::text::ja {
namespace {

constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
constexpr std::u32string_view kPlaces = U" 十百千";                    // within a group of four
constexpr std::u32string_view kGroups = U" 万億兆京垓秭穣溝澗正載極";  // 10^0, 10^4 … 10^48
constexpr char32_t kPoint = U'点';
constexpr size_t kMaxDigits = 51;
constexpr size_t kPrecision = 28;  // of Python's decimals
constexpr int kMaxDecimals = 300;  // 10^decimals is a double

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

// ASCII digits, minus and point of their ASCII or full-width forms; '?' for what is neither.
std::string ToAscii(std::u32string_view text) {
  std::string result;
  for (char32_t c : text) {
    if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;
    result += IsDigit(c) || c == '-' || c == '.' ? static_cast<char>(c) : '?';
  }
  return result;
}

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Rounds to `kept` leading digits, halves to the even neighbour; the other digits become zeros. A
// carry out of the first digit makes the number one digit longer.
std::string RoundHalfEven(std::string digits, size_t kept) {
  if (digits.size() <= kept) return digits;
  const std::string_view rest = std::string_view(digits).substr(kept);
  const bool half = rest[0] == '5' && rest.find_first_not_of('0', 1) == std::string_view::npos;
  const bool up = half ? (digits[kept - 1] - '0') % 2 == 1 : rest[0] >= '5';
  std::fill(digits.begin() + static_cast<std::ptrdiff_t>(kept), digits.end(), '0');
  if (!up) return digits;
  for (size_t i = kept; i-- > 0;) {
    if (digits[i]++ != '9') return digits;
    digits[i] = '0';
  }
  return '1' + digits;
}

// What lies below the first group of four is a remainder, which Python's decimals round.
std::string RoundRemainder(const std::string& digits) {
  const size_t first = (digits.size() + 3) % 4 + 1;  // digits of the first group
  const size_t begin = digits.find_first_not_of('0', first);
  if (begin == std::string::npos) return digits;
  return RoundHalfEven(digits, begin + kPrecision);
}

// Without leading zeros. Ones are silent before 十, 百 and 千 and spoken before 万 and above.
std::u32string ReadInteger(std::string_view digits) {
  std::u32string result;
  bool group_spoken = false;
  for (size_t i = 0; i < digits.size(); ++i) {
    const size_t place = digits.size() - 1 - i;
    const auto digit = static_cast<size_t>(digits[i] - '0');
    if (digit > 0) {
      if (digit > 1 || place % 4 == 0) result += kDigits[digit];
      if (place % 4 > 0) result += kPlaces[place % 4];
      group_spoken = true;
    }
    if (place % 4 > 0) continue;
    if (group_spoken && place > 0) result += kGroups[place / 4];
    group_spoken = false;
  }
  if (result.empty()) result = kDigits[0];
  return result;
}

std::string Fixed(double whole) {
  std::array<char, 400> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), whole,
                                 std::chars_format::fixed, 0)
                       .ptr;
  return {buffer.data(), end};
}

// Decimals of the shortest text that gives `value` back, as Python prints it: at least one in
// plain notation, which ends at 10^16.
int Decimals(double value) {
  constexpr int kPlainDigits = 16;
  std::array<char, 40> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  const size_t e = text.find('e');
  int exponent = 0;
  const char* number = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(number, end, exponent);
  const int mantissa = e > 1 ? static_cast<int>(e) - 2 : 0;
  return std::max(mantissa - exponent, exponent < kPlainDigits ? 1 : 0);
}

std::optional<std::u32string> ReadFraction(const std::string& number) {
  double value = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
  if (parsed.ec != std::errc()) return std::nullopt;  // all but zero
  const double whole = std::trunc(value);
  const std::string integer = Fixed(whole);
  const int decimals = Decimals(value);
  if (decimals > kMaxDecimals) return std::nullopt;
  std::u32string result = ReadInteger(integer);
  if (decimals == 0) return result;

  double power = 0;
  const std::string power_text = "1e" + std::to_string(decimals);
  std::from_chars(power_text.data(), power_text.data() + power_text.size(), power);
  const double scaled = (value - whole) * power;
  const double nearest = std::nearbyint(scaled);
  constexpr double kClose = 0.01;
  std::string digits = Fixed(std::abs(nearest - scaled) < kClose ? nearest : std::floor(scaled));
  const auto count = static_cast<size_t>(decimals);
  if (digits.size() < count) digits.insert(0, count - digits.size(), '0');
  result += kPoint;
  for (const char c : digits.substr(0, count)) result += kDigits[static_cast<size_t>(c - '0')];
  return result;
}

std::string WithoutLeadingZeros(std::string_view digits) {
  return std::string(digits.substr(std::min(digits.find_first_not_of('0'), digits.size())));
}

}  // namespace

std::optional<std::u32string> ReadNumber(std::u32string_view text) {
  const std::string ascii = ToAscii(text);
  std::string_view number = ascii;
  const bool negative = number.starts_with('-');
  if (negative) number.remove_prefix(1);
  const size_t point = std::min(number.find('.'), number.size());
  const std::string_view integer = number.substr(0, point);
  const std::string_view decimals = number.substr(std::min(point + 1, number.size()));
  if (!AllDigits(integer) || !AllDigits(decimals) || integer.size() + decimals.size() == 0) {
    return std::nullopt;
  }
  const std::string digits = WithoutLeadingZeros(integer);
  if (digits.size() > kMaxDigits) return std::nullopt;
  const bool whole = decimals.find_first_not_of('0') == std::string_view::npos;
  std::optional<std::u32string> result =
      whole ? ReadInteger(RoundRemainder(digits)) : ReadFraction(std::string(number));
  if (result && negative) *result = U"マイナス" + *result;
  return result;
}

std::u32string ReadDigits(std::u32string_view digits) {
  std::u32string result;
  for (const char c : ToAscii(digits)) {
    if (c == '.') result += kPoint;
    if (IsDigit(static_cast<char32_t>(c))) result += kDigits[static_cast<size_t>(c - '0')];
  }
  return result;
}

}  // namespace bv2::text::ja
