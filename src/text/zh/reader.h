#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "text/options.h"
#include "text/zh/segmenter.h"
#include "text/zh/syllable.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// A word and how it is said in its sentence, a syllable a character.
struct ReadWord {
  Word word;
  std::vector<Syllable> syllables;
};

// Says the words of a clause. Immutable, thread-safe.
class Reader {
 public:
  virtual ~Reader() = default;
  // The concatenation of the words stays what it was; their boundaries need not.
  virtual std::vector<ReadWord> Read(std::vector<Word> words) const = 0;
};

// By default words are read in their context (Polyphones) and change their tones with it
// (ChangeTones); kUpstream reads and changes words as the original does. `segmenter` must outlive
// the reader. Throws kNotFound, kIo, kCorruptFile naming a table.
std::unique_ptr<const Reader> OpenReader(const std::filesystem::path& data_dir,
                                         Normalization normalization, const Segmenter& segmenter);

}  // namespace bv2::text::zh
