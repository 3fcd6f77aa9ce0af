#include "text/ja/normalize.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/english_phrases.h"
#include "text/ja/quantity.h"
#include "text/marks.h"
#include "text/prepare.h"
#include "text/symbols.h"

namespace bv2::text::ja {
namespace {

bool IsLatin(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsKanji(char32_t c) { return (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff); }
bool IsWritten(char32_t c) { return (c >= 0x3040 && c <= 0x30ff) || IsKanji(c); }

// The usual form of a character that dictionaries lack but names have.
char32_t UsualForm(char32_t c) {
  constexpr std::u32string_view kVariants =
      U"髙﨑𠮷濵濱德瀨邉邊齋齊嶋槗栁桒靍閒靑淸曻眞惠槇廣澤櫻龍渕";
  constexpr std::u32string_view kUsual =
      U"高崎吉浜浜徳瀬辺辺斎斉島橋柳桑鶴間青清昇真恵槙広沢桜竜淵";
  static_assert(kVariants.size() == kUsual.size());
  const size_t found = kVariants.find(c);
  return found == std::u32string_view::npos ? c : kUsual[found];
}

// The mark a character is spoken as; 0 for what has no sound. Full-width forms are ASCII by now.
char32_t Mark(char32_t c) {
  constexpr std::u32string_view kCommas = U",:;、·()[]{}【】〔〕|";
  constexpr std::u32string_view kStops = U"。\n";
  constexpr std::u32string_view kDashes = U"-—–―";
  if (kCommas.find(c) != kCommas.npos) return ',';
  if (kStops.find(c) != kStops.npos) return '.';
  if (kDashes.find(c) != kDashes.npos) return '-';
  return IsPunctuation(c) ? c : 0;
}

bool HasDigit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::u32string KeepSpoken(std::u32string_view text) {
  std::u32string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const char32_t c = UsualForm(text[i]);
    const bool repeats = c == U'々' && !result.empty() && IsKanji(result.back());
    if (IsWritten(c) || repeats) {
      result += c;
    } else if (const char32_t mark = Mark(c)) {
      const bool in_word =
          i > 0 && i + 1 < text.size() && IsLatin(text[i - 1]) && IsLatin(text[i + 1]);
      if (!in_word) AppendMark(mark, result);
    }
  }
  return result;
}

}  // namespace

Normalizer::Normalizer()
    : addresses_(AddressRules()), numbers_(NumberRules()), signs_(SignRules()) {}

std::string Normalizer::Normalize(std::string_view text) const {
  return EncodeUtf8(KeepSpoken(DecodeUtf8(WriteOut(text))));
}

std::string Normalizer::WriteOut(std::string_view text) const {
  const std::string prepared = Prepare(text, U'、');
  std::string result;
  for (const PhrasePart& part : CutEnglishPhrases(prepared, IsUnit)) {
    result += part.english ? std::string(part.text) : WriteOutPart(part.text);
  }
  return result;
}

std::string Normalizer::WriteOutPart(std::string_view text) const {
  std::string result(text);
  if (text.find_first_of(".@<") != text.npos) result = addresses_.Apply(result);
  if (HasDigit(result) || result.find("〇") != result.npos) result = numbers_.Apply(result);
  return signs_.Apply(result);
}

}  // namespace bv2::text::ja
