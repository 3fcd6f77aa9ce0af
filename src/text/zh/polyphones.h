#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "text/sorted_table.h"
#include "text/zh/context_rules.h"
#include "text/zh/pinyin.h"
#include "text/zh/syllable.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// Reads words as people do who see their neighbours: 重 is zhong4 before 要求 and chong2 before 写,
// 单 is shan4 in 单先生. Rules for words that have several readings come first, then surnames, then
// the dictionary. Tones are those of the word said alone. Immutable, thread-safe.
class Polyphones {
 public:
  // Reads readings_rules.txt, surnames.txt and what Pinyin reads by default.
  explicit Polyphones(const std::filesystem::path& data_dir);

  // The words of a clause → the syllables of all of them, one a character.
  std::vector<Syllable> Read(std::span<const Word> words) const;

 private:
  std::vector<Syllable> ReadWord(const Clause& clause, size_t at) const;
  std::optional<size_t> SurnameIn(const Clause& clause, size_t at) const;

  Pinyin pinyin_;
  ContextRules rules_;
  SortedTable surnames_;  // those that differ from the character's usual reading
};

}  // namespace bv2::text::zh
