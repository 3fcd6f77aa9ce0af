#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "text/options.h"
#include "text/sorted_table.h"
#include "text/zh/syllable.h"

namespace bv2::text::zh {

// Readings of words: the longest phrases the tables have, from left to right, and each remaining
// character's most usual reading. Source: pypinyin's lazy_pinyin; the default normalization has
// further tables of readings that are better. Immutable, thread-safe.
class Pinyin {
 public:
  // Reads the pinyin_* tables of data_dir/zh, and the readings_* tables for the default.
  explicit Pinyin(const std::filesystem::path& data_dir,
                  Normalization normalization = Normalization::kUpstream);

  // One syllable a character; Unread() for characters without reading.
  std::vector<Syllable> Read(std::u32string_view word) const;

  // Whether a table has the whole word as a phrase.
  bool HasPhrase(std::u32string_view word) const;

 private:
  size_t ReadPhrase(std::u32string_view text, std::vector<Syllable>& syllables) const;

  std::vector<SortedTable> phrases_;  // the first that has a phrase decides
  SortedTable characters_;
};

}  // namespace bv2::text::zh
