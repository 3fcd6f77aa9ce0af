#include "text/prepare.h"

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/emoji.h"
#include "text/nfkc.h"

namespace bv2::text {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsAnyDigit(char32_t c) { return u_isdigit(static_cast<UChar32>(c)); }

bool IsRomanNumeral(char32_t c) { return c >= 0x2160 && c <= 0x217b; }
bool IsCircledNumber(char32_t c) {
  return (c >= 0x2460 && c <= 0x2473) || (c >= 0x2776 && c <= 0x2793) || c == 0x24ea;
}
bool IsVulgarFraction(char32_t c) {
  return c == 0xbc || c == 0xbd || c == 0xbe || (c >= 0x2150 && c <= 0x215e) || c == 0x2189;
}

// ASCII of a raised digit or sign; 0 for anything else.
char32_t Raised(char32_t c) {
  constexpr std::u32string_view kRaised = U"⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
  constexpr std::u32string_view kPlain = U"0123456789-+";
  const size_t found = kRaised.find(c);
  return found == std::u32string_view::npos ? 0 : kPlain[found];
}

void AppendNumber(char32_t c, std::u32string& out) {
  const auto value = static_cast<int>(u_getNumericValue(static_cast<UChar32>(c)));
  for (const char digit : std::to_string(value)) out += static_cast<char32_t>(digit);
}

// Numbers that compatibility composition would mix with their neighbours, or take for letters.
std::u32string WriteNumbersApart(std::u32string_view text) {
  std::u32string result;
  bool raised = false;
  for (const char32_t c : text) {
    const char32_t plain = Raised(c);
    if (plain != 0) {
      if (!raised) result += U'^';
      result += plain;
    } else if (IsRomanNumeral(c)) {
      AppendNumber(c, result);
    } else if (IsCircledNumber(c)) {
      result += U'(';
      AppendNumber(c, result);
      result += U')';
    } else {
      if (IsVulgarFraction(c) && !result.empty() && IsAnyDigit(result.back())) result += U' ';
      result += c == U'№' ? std::u32string(U"No.") : std::u32string(1, c);
    }
    raised = plain != 0;
  }
  return result;
}

std::string AsciiDigits(std::string_view text) {
  std::string result;
  for (const char32_t c : DecodeUtf8(text)) {
    const auto point = static_cast<UChar32>(c);
    AppendUtf8(IsAnyDigit(c) ? static_cast<char32_t>('0' + u_charDigitValue(point)) : c, result);
  }
  return result;
}

std::string ShortenRuns(std::string_view text) {
  constexpr size_t kLongestNumber = 30;
  std::string result;
  size_t digits = 0;
  for (const char c : text) {
    digits = IsDigit(c) ? digits + 1 : 0;
    if (digits > kLongestNumber) result += ' ';
    const bool blank_before = !result.empty() && IsBlank(result.back());
    if (!IsBlank(c)) {
      result += c;
    } else if (!blank_before) {
      result += c == '\n' ? c : ' ';
    } else if (c == '\n') {
      result.back() = c;
    }
  }
  return result;
}

}  // namespace

std::string Prepare(std::string_view text, char32_t pause) {
  const std::u32string read = WriteNumbersApart(RemoveEmoji(DecodeUtf8(text), pause));
  return ShortenRuns(AsciiDigits(Nfkc(EncodeUtf8(read))));
}

}  // namespace bv2::text
