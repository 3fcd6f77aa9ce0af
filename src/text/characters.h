#pragma once

namespace bv2::text {

// Scripts, as far as languages are told by them.
bool IsHan(char32_t c);  // with 々 and 〇
bool IsHiragana(char32_t c);
bool IsKatakana(char32_t c);  // with ー, of half width, too
bool IsLatin(char32_t c);     // letters, with and without accents

// Letters that no text in these languages has: Cyrillic, Hangul, Arabic …
bool IsOfOtherScript(char32_t c);

}  // namespace bv2::text
