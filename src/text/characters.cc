#include "text/characters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>

namespace bv2::text {
namespace {

bool Has(char32_t c, UScriptCode script) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status) == script && U_SUCCESS(status);
}

}  // namespace

bool IsHan(char32_t c) { return Has(c, USCRIPT_HAN); }
bool IsHiragana(char32_t c) { return Has(c, USCRIPT_HIRAGANA); }
bool IsKatakana(char32_t c) { return c == U'ー' || c == U'ｰ' || Has(c, USCRIPT_KATAKANA); }
bool IsLatin(char32_t c) { return Has(c, USCRIPT_LATIN); }

bool IsOfOtherScript(char32_t c) {
  constexpr std::array kOurs = {USCRIPT_COMMON,   USCRIPT_INHERITED, USCRIPT_HAN,
                                USCRIPT_HIRAGANA, USCRIPT_KATAKANA,  USCRIPT_LATIN,
                                USCRIPT_GREEK,    USCRIPT_BOPOMOFO};
  return u_isalpha(static_cast<UChar32>(c)) &&
         std::ranges::none_of(kOurs, [c](UScriptCode script) { return Has(c, script); });
}

}  // namespace bv2::text
