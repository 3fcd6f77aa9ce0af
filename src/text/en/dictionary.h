#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "text/sorted_table.h"

namespace bv2::text::en {

// Pronunciations of English words in ARPAbet with stress: "hello" → "HH AH0 L OW1". Words are in
// lower case; "read(2)" is the second pronunciation of "read", "b." the name of the letter.
// Immutable, thread-safe.
class Dictionary {
 public:
  // Throws kNotFound, kIo, kCorruptFile.
  explicit Dictionary(const std::filesystem::path& data_dir)
      : words_(data_dir / "en/words.txt"), corrections_(data_dir / "en/word_corrections.txt") {}

  // As the original's dictionary has it. The view lives as long as this object.
  std::optional<std::string_view> Find(std::string_view word) const& {
    if (word.empty()) return std::nullopt;
    if (const auto corrected = corrections_.Find(word)) return corrected;
    return words_.Find(word);
  }

  // As the present edition of the CMU Pronouncing Dictionary has it.
  std::optional<std::string_view> FindUncorrected(std::string_view word) const& {
    return word.empty() ? std::nullopt : words_.Find(word);
  }

 private:
  SortedTable words_;
  SortedTable corrections_;
};

}  // namespace bv2::text::en
