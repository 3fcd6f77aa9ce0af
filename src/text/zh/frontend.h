#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/frontend.h"
#include "text/options.h"
#include "text/sorted_table.h"
#include "text/zh/normalize.h"
#include "text/zh/reader.h"
#include "text/zh/segmenter.h"

namespace bv2::text::zh {

// Chinese text → phones: normalise, cut into words, read as pinyin, change tones, split into
// initials and finals. One entry of word2ph a character. Source: text/chinese.py of Bert-VITS2
// 1.1.1.
class ChineseFrontend : public Frontend {
 public:
  // `data_dir` has the tables in zh/; they stay mapped, not loaded. Throws kNotFound, kIo,
  // kCorruptFile.
  explicit ChineseFrontend(const std::filesystem::path& data_dir,
                           Normalization normalization = Normalization::kDefault);
  ChineseFrontend(const ChineseFrontend&) = delete;
  ChineseFrontend& operator=(const ChineseFrontend&) = delete;

  using Frontend::ToPhones;
  Phones ToPhones(const Passage& passage) const override;

  // The stages after normalisation. Characters that cannot be read become UNK, with a warning.
  //   given  the syllables of some characters, by their place; none of the others changes for them
  using GivenSyllables = std::map<size_t, Syllable>;
  Phones Pronounce(std::string norm_text, const GivenSyllables& given = {}) const;

  // Words with their final tones, in order; for showing and testing.
  std::vector<ReadWord> Read(std::u32string_view segment) const;

 private:
  std::string Normalize(std::string_view text) const;
  void AppendPhones(const Syllable& syllable, Phones& result) const;

  Normalization normalization_;
  Segmenter segmenter_;
  std::unique_ptr<const Reader> reader_;
  SortedTable phones_;
  Normalizer normalizer_;
};

}  // namespace bv2::text::zh
