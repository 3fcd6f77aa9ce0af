#include "text/ja/upstream.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/ja/number.h"
#include "text/nfkc.h"
#include "text/symbols.h"

namespace bv2::text::ja {
namespace {

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsDigitOrPoint(char32_t c) { return IsDigit(c) || c == '.'; }

// The length of the longest start of `text` that consists of characters with the property.
template <typename Property>
size_t Run(std::u32string_view text, Property property) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), property) - text.begin());
}

// The length of an amount like 1,234,567 at the start of `text`; 0 without such commas.
size_t SeparatedLength(std::u32string_view text) {
  constexpr size_t kGroup = 3;
  size_t length = Run(text, IsDigit);
  if (length == 0 || length > kGroup) return 0;
  bool separated = false;
  while (length < text.size() && text[length] == ',' &&
         Run(text.substr(length + 1, kGroup), IsDigit) == kGroup) {
    length += 1 + kGroup;
    separated = true;
  }
  return separated ? length : 0;
}

std::u32string RemoveSeparators(std::u32string_view text) {
  std::u32string result;
  while (!text.empty()) {
    const size_t length = std::max<size_t>(SeparatedLength(text), 1);
    const bool amount = length > 1;
    for (const char32_t c : text.substr(0, length)) {
      if (!amount || c != ',') result += c;
    }
    text.remove_prefix(length);
  }
  return result;
}

std::u32string_view Currency(char32_t c) {
  switch (c) {
    case U'$':
      return U"ドル";
    case U'¥':
      return U"円";
    case U'£':
      return U"ポンド";
    case U'€':
      return U"ユーロ";
    default:
      return {};
  }
}

// Currencies are spoken after the amount: $5 → 5ドル.
std::u32string MoveCurrencies(std::u32string_view text) {
  std::u32string result;
  while (!text.empty()) {
    const std::u32string_view currency = Currency(text[0]);
    size_t length = currency.empty() ? 0 : Run(text.substr(1), IsDigitOrPoint);
    while (length > 0 && text[length] == '.') --length;
    if (length == 0) {
      result += text[0];
    } else {
      (result += text.substr(1, length)) += currency;
    }
    text.remove_prefix(length + 1);
  }
  return result;
}

// The character a mark is spoken as; 0 for what has no sound. Full-width forms are ASCII by now.
char32_t Mark(char32_t c) {
  switch (c) {
    case U'、':
    case U'·':
      return ',';
    case U'。':
    case U'\n':
      return '.';
    default:
      return IsPunctuation(c) ? c : 0;
  }
}

bool IsKanji(char32_t c) { return (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff); }
bool IsWritten(char32_t c) { return (c >= 0x3040 && c <= 0x30ff) || IsKanji(c); }

}  // namespace

std::u32string SpellNumbers(std::u32string_view text) {
  const std::u32string plain = MoveCurrencies(RemoveSeparators(text));
  std::u32string result;
  for (std::u32string_view rest = plain; !rest.empty();) {
    size_t length = Run(rest, IsDigit);
    if (length == 0) {
      result += rest[0];
      rest.remove_prefix(1);
      continue;
    }
    if (length < rest.size() && rest[length] == '.') {
      const size_t decimals = Run(rest.substr(length + 1), IsDigit);
      if (decimals > 0) length += 1 + decimals;
    }
    const std::u32string_view number = rest.substr(0, length);
    result += ReadNumber(number).value_or(ReadDigits(number));
    rest.remove_prefix(length);
  }
  return result;
}

std::u32string MapPunctuation(std::u32string_view text) {
  std::u32string result;
  while (!text.empty()) {
    if (text.starts_with(U"...")) {
      result += U'…';
      text.remove_prefix(3);
      continue;
    }
    const char32_t c = text[0];
    text.remove_prefix(1);
    if (const char32_t mark = Mark(c)) {
      result += mark;
    } else if (IsWritten(c)) {
      result += c;
    }
  }
  return result;
}

std::string NormalizeUpstream(std::string_view text) {
  return EncodeUtf8(MapPunctuation(SpellNumbers(DecodeUtf8(Nfkc(text)))));
}

}  // namespace bv2::text::ja
