#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/frontend.h"
#include "text/ja/kana.h"
#include "text/ja/normalize.h"
#include "text/ja/reader.h"
#include "text/ja/segmenter.h"
#include "text/options.h"
#include "text/place_readings.h"
#include "text/tokenize/word_piece.h"

namespace bv2::text::ja {

struct JapaneseOptions {
  Normalization normalization = Normalization::kDefault;
  DictionaryOptions dictionary = {};
  // Of the Japanese BERT, without lower-casing. None: every word is one token.
  std::shared_ptr<const WordPiece> tokenizer = {};
};

// Japanese text → phones: normalise, cut into words, read as katakana, and spread each word's
// phones over its BERT tokens. Source: text/japanese.py of Bert-VITS2 1.1.1 with the tokenizer it
// means (BertJapaneseTokenizer: MeCab words, then WordPiece).
class JapaneseFrontend : public Frontend {
 public:
  // `data_dir` has the tables in ja/. Throws kNotFound, kIo, kCorruptFile, kUnsupported.
  explicit JapaneseFrontend(const std::filesystem::path& data_dir, JapaneseOptions options = {});

  using Frontend::ToPhones;
  Phones ToPhones(const Passage& passage) const override;

  // The stages after normalisation. Characters that cannot be read become UNK, with a warning.
  //   given  readings of parts of norm_text
  Phones Pronounce(std::string norm_text, const std::vector<PlacedReading>& given = {}) const;

 private:
  std::string Normalize(std::string_view text) const;
  std::vector<std::string> Tokens(const ReadWords& read) const;
  std::vector<std::string> PhonesOf(std::u32string_view kana) const;
  std::u32string KanaOf(std::u32string_view part) const;

  Normalization normalization_;
  Normalizer normalizer_;
  std::shared_ptr<const WordPiece> tokenizer_;
  Reader reader_;
  KanaPhones kana_phones_;
};

// How many of a word's phones go to each of its tokens: as evenly as can be, the first ones get
// more. `tokens` is not 0.
std::vector<int64_t> DistributePhones(size_t phones, size_t tokens);

}  // namespace bv2::text::ja
