#pragma once

#include <string>
#include <string_view>

namespace bv2::text::ja {

// A reading in kana as people write it → katakana as it is said: "きょう" → キョー. As in spelling,
// ウ after an o and イ after an e lengthen it; a space or ・ between keeps them apart: コ・ウリ.
// Half-width forms and hiragana count as katakana.
// Throws kInvalidArgument naming a character that is no kana.
std::u32string ParseKana(std::string_view reading);

// Whether all of a text is kana, with at least one that has a sound.
bool LooksLikeKana(std::string_view text);

}  // namespace bv2::text::ja
