#pragma once

#include <string>
#include <string_view>

namespace bv2::text::zh {

// The two stages of Chinese normalisation, in this order. Source: text/chinese.py of Bert-VITS2
// 1.1.1, except that numbers it fails on are read digit by digit.

// Writes numbers as words: 12.5 → 十二点五.
std::u32string SpellNumbers(std::u32string_view text);

// Maps punctuation to the seven marks that have a symbol and drops every character that is
// neither such a mark nor in U+4E00..U+9FA5.
std::u32string MapPunctuation(std::u32string_view text);

// Both. UTF-8 in and out.
std::string NormalizeUpstream(std::string_view text);

}  // namespace bv2::text::zh
