#pragma once

#include <string>
#include <string_view>

#include "text/options.h"

namespace bv2::text::ja {

// The stages of Japanese normalisation after Nfkc(), in this order. Source: text/japanese.py of
// Bert-VITS2 1.1.1, except that numbers it fails on are read digit by digit.

// Writes numbers and amounts of money as words: $1,200 → 千二百ドル.
std::u32string SpellNumbers(std::u32string_view text);

// Maps punctuation to the seven marks that have a symbol and drops every character that is neither
// such a mark nor kana nor a Chinese character. kDefault also keeps 々 after a Chinese character,
// and writes variants of characters in names, 髙 or 﨑, as dictionaries have them.
std::u32string MapPunctuation(std::u32string_view text, Normalization normalization);

// All. UTF-8 in and out.
std::string Normalize(std::string_view text, Normalization normalization);

}  // namespace bv2::text::ja
