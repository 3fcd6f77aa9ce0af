#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/sorted_table.h"

namespace bv2::text::ja {

// Hiragana to katakana, ぁ to ん; everything else stays.
std::u32string ToKatakana(std::u32string_view text);

// A small ゃ or ヵ as the full-size character it is a form of; everything else stays.
char32_t FullSize(char32_t katakana);

// Katakana → phones. Immutable, thread-safe.
class KanaPhones {
 public:
  // Reads phones.tsv. Throws kNotFound, kIo, kCorruptFile.
  explicit KanaPhones(const std::filesystem::path& data_dir);

  // The phones of pairs like シャ and of single characters, from left to right. What has no phones
  // comes back as the character itself; white space around is left out. Source: kata2phoneme of
  // Bert-VITS2 1.1.1.
  std::vector<std::string> Phones(std::u32string_view katakana) const;

 private:
  SortedTable phones_;
};

}  // namespace bv2::text::ja
