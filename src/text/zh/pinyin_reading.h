#pragma once

#include <string_view>
#include <vector>

#include "text/sorted_table.h"
#include "text/zh/syllable.h"

namespace bv2::text::zh {

// Pinyin as people write it → syllables: "yin2 hang2", "yin2hang2", "yín háng". Tones are digits 1
// to 5 or marks; where one syllable has a mark, those without are neutral. ü may be v or u:, and
// capitals do not matter.
//   phones  the table phones.txt, which knows every syllable
// Throws kInvalidArgument naming the syllable that does not exist or has no tone.
std::vector<Syllable> ParsePinyin(std::string_view reading, const SortedTable& phones);

// Whether someone meant pinyin: Latin letters with tones, or nothing but syllables that lack them.
bool LooksLikePinyin(std::string_view text, const SortedTable& phones);

}  // namespace bv2::text::zh
