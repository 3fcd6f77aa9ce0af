#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/ja/segmenter.h"
#include "text/options.h"
#include "text/sorted_table.h"

namespace bv2::text::ja {

// Words that are read as one: a word of the dictionary, or several that one entry of readings.tsv
// spans.
struct ReadWords {
  std::vector<std::string> words;
  std::u32string kana;  // katakana, and as they are the characters that have no reading
};

// Reads sentences as katakana. Immutable, thread-safe.
//   kUpstream  each word is looked up once more on its own, as the original does it
//   kDefault   words are read as the sentence has them (三時四分 サンジ, not サントキ), long vowels
//   as
//              voices were trained on them (センセー), unknown words character by character, and
//              readings.tsv has the last word
class Reader {
 public:
  // Throws kNotFound, kIo, kCorruptFile; see also Segmenter.
  Reader(const std::filesystem::path& data_dir, const DictionaryOptions& dictionary,
         Normalization normalization);

  // `norm_text` as the normaliser returns it.
  std::vector<ReadWords> Read(std::string_view norm_text) const;

  // The katakana of a text by itself.
  std::u32string ReadAlone(std::string_view text) const;

 private:
  // How many words from the first on an entry of readings.tsv spans, and its reading.
  struct Override {
    size_t count;
    std::string_view kana;
  };
  std::optional<Override> FindOverride(const std::vector<Word>& words, size_t first) const;
  std::u32string ReadInSentence(const Word& word, char32_t before) const;

  // Of kDefault only.
  struct Corrections {
    SortedTable readings;  // of words
    SortedTable kanji;     // of characters the dictionary lacks
  };

  Segmenter segmenter_;
  std::optional<Corrections> corrections_;
};

}  // namespace bv2::text::ja
