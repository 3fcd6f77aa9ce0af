#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/sorted_table.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// The words of a clause, and its text as UTF-8 for looking to either side of a word.
class Clause {
 public:
  explicit Clause(std::span<const Word> words);

  std::span<const Word> words() const { return words_; }
  std::string_view Before(size_t at) const;  // the text before word `at`
  std::string_view After(size_t at) const;   // the text after it
  // The part of speech of a word; "." outside the clause and for punctuation.
  std::string_view Tag(size_t at) const;

 private:
  std::span<const Word> words_;
  std::string text_;
  std::vector<size_t> begins_;  // of each word in text_, and the end
};

// Which of several values a word has beside its neighbours. A table's record is the word and, in
// order of trial, tab-separated alternatives: a value and its conditions, all of which have to
// hold.
//   after=a|b   the text before the word ends with a or b
//   before=a|b  the text after it starts with a or b
//   after:v|n   the previous word's tag starts with v or n; after2: that before it; "." is none
//   before:v|n  the next word's tag does; before2: that behind it
//   later=a|b   the text after it holds a or b
//   later:v|n   the tag of some word after it starts with v or n
// An exclamation mark before a condition negates it. Immutable, thread-safe.
class ContextRules {
 public:
  // Throws kNotFound, kIo, kCorruptFile.
  explicit ContextRules(const std::filesystem::path& path) : table_(path) {}

  // The value of word `at`; nullopt when the table lacks the word or no alternative holds.
  std::optional<std::string_view> Find(const Clause& clause, size_t at) const;

 private:
  SortedTable table_;
};

}  // namespace bv2::text::zh
