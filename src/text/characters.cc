#include "text/characters.h"

#include <unicode/uscript.h>

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

}  // namespace bv2::text
