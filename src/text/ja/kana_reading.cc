#include "text/ja/kana_reading.h"

#include <algorithm>

#include "base/error.h"
#include "base/utf8.h"
#include "text/ja/kana.h"
#include "text/nfkc.h"

namespace bv2::text::ja {
namespace {

bool Among(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

bool IsSeparator(char32_t c) { return Among(c, U" \t\u3000・'’"); }

// ァ to ヴ, with the long vowel mark.
bool IsKatakana(char32_t c) { return (c >= U'ァ' && c <= U'ヴ') || c == U'ー'; }

bool IsSmallVowel(char32_t c) { return Among(c, U"ァィゥェォ"); }

bool EndsInO(char32_t c) { return Among(c, U"オコゴソゾトドノホボポモヨロヲォョ"); }
bool EndsInE(char32_t c) { return Among(c, U"エケゲセゼテデネヘベペメレェ"); }

// Katakana, separators and, to be named in errors, all else.
std::u32string Unify(std::string_view reading) {
  std::u32string kana = ToKatakana(DecodeUtf8(Nfkc(reading)));
  std::ranges::replace(kana, U'ゔ', U'ヴ');
  return kana;
}

bool HasSound(std::u32string_view kana) {
  return std::ranges::any_of(kana, [](char32_t c) { return IsKatakana(c) && c != U'ー'; });
}

}  // namespace

std::u32string ParseKana(std::string_view reading) {
  const std::u32string kana = Unify(reading);
  std::u32string result;
  char32_t before = 0;
  for (size_t i = 0; i < kana.size(); ++i) {
    const char32_t c = kana[i];
    if (!IsKatakana(c) && !IsSeparator(c)) {
      Fail(ErrorCode::kInvalidArgument, "'{}' is no kana; write it like キョー or きょう",
           EncodeUtf8({&c, 1}));
    }
    // ウィ is a syllable of its own.
    const bool compound = i + 1 < kana.size() && IsSmallVowel(kana[i + 1]);
    const bool lengthens = (c == U'ウ' && EndsInO(before)) || (c == U'イ' && EndsInE(before));
    if (!IsSeparator(c)) result += lengthens && !compound ? U'ー' : c;
    before = c;
  }
  if (!HasSound(result)) {
    Fail(ErrorCode::kInvalidArgument, "it has no sound; write kana like キョー or きょう");
  }
  return result;
}

bool LooksLikeKana(std::string_view text) {
  const std::u32string kana = Unify(text);
  const bool all =
      std::ranges::all_of(kana, [](char32_t c) { return IsKatakana(c) || IsSeparator(c); });
  return all && HasSound(kana);
}

}  // namespace bv2::text::ja
