#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bv2::text::en {

// The words and marks in which the original says a text. Source: text/english.py of Bert-VITS2
// 1.1.1 and g2p_en, with NLTK's TweetTokenizer.

// Cuts a text at white space and , ; . - ? ! +; the separators are pieces, too. UTF-8.
std::vector<std::string_view> SplitPieces(std::string_view text);

// The key of a piece in the dictionary: lower case, as Python's str.upper() followed by a look-up
// in capitals sees it.
std::string DictionaryKey(std::string_view piece);

// What g2p_en makes of a piece that is not in the dictionary: numbers written out, accents and
// everything but letters and ' . , ? ! - dropped, then cut into words and marks.
std::vector<std::string> CutLikeG2pEn(std::string_view piece);

}  // namespace bv2::text::en
