#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/sorted_table.h"
#include "text/zh/segmenter.h"
#include "text/zh/syllable.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// Changes the tones of a word's syllables as they change in speech. Immutable, thread-safe.
// Source: modified_tone of PaddleSpeech's tone_sandhi.py, as in Bert-VITS2 1.1.1.
class ToneSandhi {
 public:
  // Reads neutral_words.txt of data_dir/zh. `segmenter` must outlive this object.
  ToneSandhi(const std::filesystem::path& data_dir, const Segmenter& segmenter);

  // syllables: one a character of the word. Throws kInvalidArgument for another number.
  void Apply(const Word& word, std::vector<Syllable>& syllables) const;

 private:
  bool IsNeutral(std::u32string_view word) const;
  bool IsNeverNeutral(std::u32string_view word) const;
  struct Parts;
  Parts Split(std::u32string_view word) const;
  bool LastIsNeutral(const Word& word) const;
  void ApplyNeutral(const Word& word, std::vector<Syllable>& syllables) const;
  void ApplyThird(std::u32string_view word, std::vector<Syllable>& syllables) const;

  SortedTable words_;
  const Segmenter& segmenter_;
};

}  // namespace bv2::text::zh
