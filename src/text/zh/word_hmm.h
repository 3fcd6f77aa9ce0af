#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/sorted_table.h"

namespace bv2::text::zh {

// Finds words in a run of characters that the dictionary has no words for: a hidden Markov model
// over the places of a character in a word (begin, middle, end, single).
// Source: jieba 0.42.1, finalseg.
class WordHmm {
 public:
  // Reads hmm_words.txt.
  explicit WordHmm(const std::filesystem::path& data_dir);

  // The words, in order; their concatenation is `text`.
  std::vector<std::u32string_view> Cut(std::u32string_view text) const;

 private:
  SortedTable emissions_;
};

}  // namespace bv2::text::zh
