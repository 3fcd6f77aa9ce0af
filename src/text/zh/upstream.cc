#include "text/zh/upstream.h"

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/symbols.h"
#include "text/zh/number.h"

namespace bv2::text::zh {
namespace {

bool IsDigit(char32_t c) { return u_isdigit(static_cast<UChar32>(c)); }

size_t DigitsEnd(std::u32string_view text, size_t begin) {
  while (begin < text.size() && IsDigit(text[begin])) ++begin;
  return begin;
}

std::u32string Spell(std::u32string_view number) {
  std::u32string ascii(number);
  for (char32_t& c : ascii) {
    if (c != '.') c = static_cast<char32_t>('0' + u_charDigitValue(static_cast<UChar32>(c)));
  }
  if (auto words = ReadNumber(ascii)) return *std::move(words);
  return ReadDigits(ascii);
}

// The mark a character is spoken as; 0 when it has none.
char32_t Mark(char32_t c) {
  switch (c) {
    case U'：':
    case U'；':
    case U'，':
    case U'·':
    case U'、':
      return ',';
    case U'。':
    case U'\n':
    case U'$':
      return '.';
    case U'！':
      return '!';
    case U'？':
      return '?';
    case U'“':
    case U'”':
    case U'‘':
    case U'’':
    case U'（':
    case U'）':
    case U'(':
    case U')':
    case U'《':
    case U'》':
    case U'【':
    case U'】':
    case U'[':
    case U']':
    case U'「':
    case U'」':
      return '\'';
    case U'—':
    case U'～':
    case U'~':
      return '-';
    default:
      return IsPunctuation(c) ? c : 0;
  }
}

}  // namespace

std::u32string SpellNumbers(std::u32string_view text) {
  std::u32string result;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = DigitsEnd(text, begin);
    if (end == begin) {
      result += text[begin++];
      continue;
    }
    if (end + 1 < text.size() && text[end] == '.' && IsDigit(text[end + 1])) {
      end = DigitsEnd(text, end + 1);
    }
    result += Spell(text.substr(begin, end - begin));
    begin = end;
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
    // Interjections whose dictionary readings have no vowel get the nearest syllable.
    const char32_t c = text[0] == U'嗯' ? U'恩' : text[0] == U'呣' ? U'母' : text[0];
    text.remove_prefix(1);
    if (c >= 0x4e00 && c <= 0x9fa5) {
      result += c;
    } else if (const char32_t mark = Mark(c)) {
      result += mark;
    }
  }
  return result;
}

std::string NormalizeUpstream(std::string_view text) {
  return EncodeUtf8(MapPunctuation(SpellNumbers(DecodeUtf8(text))));
}

}  // namespace bv2::text::zh
