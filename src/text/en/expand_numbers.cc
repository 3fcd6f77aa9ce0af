#include "text/en/expand_numbers.h"

#include <algorithm>
#include <vector>

#include "text/en/number.h"
#include "text/parse.h"

namespace bv2::text::en {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// How many bytes of `text` from `begin` on are among `allowed`, up to the last digit.
size_t NumberLength(std::string_view text, size_t begin, std::string_view allowed) {
  const size_t end = std::min(text.find_first_not_of(allowed, begin), text.size());
  const size_t last = text.substr(begin, end - begin).find_last_of(kDigits);
  return last == std::string_view::npos ? 0 : last + 1;
}

std::string Remove(std::string text, char unwanted) {
  std::erase(text, unwanted);
  return text;
}

// Copies `text`, except that `replace(text, i, result)` may append something else for the bytes
// from i on and says how many those are; 0 for none.
template <typename Replace>
std::string Rewrite(std::string_view text, Replace replace) {
  std::string result;
  for (size_t i = 0; i < text.size();) {
    const size_t length = replace(text, i, result);
    if (length == 0) result += text[i];
    i += std::max<size_t>(length, 1);
  }
  return result;
}

// 1,000 → 1000
size_t RemoveCommas(std::string_view text, size_t i, std::string& result) {
  const size_t length = IsDigit(text[i]) ? NumberLength(text, i, "0123456789,") : 0;
  if (length < 3) return 0;
  result += Remove(std::string(text.substr(i, length)), ',');
  return length;
}

size_t ExpandPounds(std::string_view text, size_t i, std::string& result) {
  constexpr std::string_view kSign = "£";
  if (!text.substr(i).starts_with(kSign)) return 0;
  const size_t length = NumberLength(text, i + kSign.size(), "0123456789,");
  if (length == 0) return 0;
  result.append(text.substr(i + kSign.size(), length)).append(" pounds");
  return kSign.size() + length;
}

bool IsZero(std::string_view digits) {
  return digits.find_first_not_of('0') == std::string_view::npos;
}

// "2", "dollar" → "2 dollars"
std::string Count(std::string_view digits, std::string_view unit) {
  const std::string_view number = digits.substr(digits.find_first_not_of('0'));
  return std::string(number) + " " + std::string(unit) + (number == "1" ? "" : "s");
}

std::string Dollars(const std::string& amount) {
  if (std::count(amount.begin(), amount.end(), '.') > 1) return amount + " dollars";
  std::string_view rest = amount;
  const std::string_view dollars = NextField(rest, '.');
  if (IsZero(dollars)) return IsZero(rest) ? "zero dollars" : Count(rest, "cent");
  if (IsZero(rest)) return Count(dollars, "dollar");
  return Count(dollars, "dollar") + ", " + Count(rest, "cent");
}

size_t ExpandDollars(std::string_view text, size_t i, std::string& result) {
  if (text[i] != '$') return 0;
  const size_t length = NumberLength(text, i + 1, "0123456789.,");
  if (length == 0) return 0;
  // The original fails on commas that are left here.
  result += Dollars(Remove(std::string(text.substr(i + 1, length)), ','));
  return length + 1;
}

size_t ExpandPoint(std::string_view text, size_t i, std::string& result) {
  const size_t whole = std::min(text.find_first_not_of(kDigits, i), text.size()) - i;
  if (whole == 0 || i + whole + 1 >= text.size() || text[i + whole] != '.') return 0;
  const size_t begin = i + whole + 1;
  const size_t length = std::min(text.find_first_not_of(kDigits, begin), text.size()) - begin;
  if (length == 0) return 0;
  result.append(text.substr(i, whole)).append(" point ").append(text.substr(begin, length));
  return whole + 1 + length;
}

size_t ExpandOrdinal(std::string_view text, size_t i, std::string& result) {
  const size_t length = std::min(text.find_first_not_of(kDigits, i), text.size()) - i;
  const std::string_view suffix = text.substr(std::min(i + length, text.size()), 2);
  if (length == 0 || (suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th")) {
    return 0;
  }
  result += Ordinal(text.substr(i, length), {.conjunction = "and"});
  return length + suffix.size();
}

size_t ExpandNumber(std::string_view text, size_t i, std::string& result) {
  const size_t length = std::min(text.find_first_not_of(kDigits, i), text.size()) - i;
  if (length > 0) result += YearOrCardinal(text.substr(i, length));
  return length;
}

}  // namespace

std::string ExpandNumbers(std::string_view text) {
  if (text.find_first_of(kDigits) == std::string_view::npos) return std::string(text);
  std::string result(text);
  for (const auto step :
       {RemoveCommas, ExpandPounds, ExpandDollars, ExpandPoint, ExpandOrdinal, ExpandNumber}) {
    result = Rewrite(result, step);
  }
  return result;
}

}  // namespace bv2::text::en
