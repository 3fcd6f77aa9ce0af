#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/ja/reader.h"

namespace bv2::text::ja {

// The kana of characters [begin, end) of a sentence.
struct GivenKana {
  size_t begin, end;
  std::u32string kana;
};

// Reads parts of a sentence as they are given. Words that a part touches become one, whose other
// characters are read on their own; all other words keep their reading.
//   words  of the whole sentence, as Reader::Read gives them
//   given  in order, not overlapping
std::vector<ReadWords> Prescribe(std::vector<ReadWords> words, const std::vector<GivenKana>& given,
                                 const std::function<std::u32string(std::u32string_view)>& read);

}  // namespace bv2::text::ja
