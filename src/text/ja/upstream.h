#pragma once

#include <string>
#include <string_view>

namespace bv2::text::ja {

// The stages of Japanese normalisation after Nfkc(), in this order. Source: text/japanese.py of
// Bert-VITS2 1.1.1, except that numbers it fails on are read digit by digit.

// Writes numbers and amounts of money as words: $1,200 → 千二百ドル.
std::u32string SpellNumbers(std::u32string_view text);

// Maps punctuation to the seven marks that have a symbol and drops every character that is neither
// such a mark nor kana nor a Chinese character.
std::u32string MapPunctuation(std::u32string_view text);

// All. UTF-8 in and out.
std::string NormalizeUpstream(std::string_view text);

}  // namespace bv2::text::ja
