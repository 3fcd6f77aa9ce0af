#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/sorted_table.h"

namespace bv2::text::zh {

// The words of the language with how often they occur and their part of speech. Source: jieba.
class Dictionary {
 public:
  // Reads words.txt. Throws kCorruptFile when its total is missing.
  explicit Dictionary(const std::filesystem::path& data_dir);

  // A dictionary word at the start of a text: its length in characters and log probability.
  struct Match {
    size_t length;
    double log_probability;
  };
  // All words that `text` starts with, shortest first.
  std::vector<Match> Prefixes(std::u32string_view text) const;

  bool Contains(std::u32string_view word) const;
  // "x" for words the dictionary lacks.
  std::string Tag(std::u32string_view word) const;

  // The log probability of an unknown character: that of a word seen once.
  double unknown_log_probability() const { return -log_total_; }

 private:
  SortedTable words_;
  double log_total_;
};

}  // namespace bv2::text::zh
