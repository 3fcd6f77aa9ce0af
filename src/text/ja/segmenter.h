#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bv2::text::ja {

// A word of a sentence.
struct Word {
  std::string text = {};
  // Its pronunciation in katakana as the dictionary gives it; empty when it gives none. A word the
  // dictionary lacks is its own pronunciation.
  std::string reading = {};
  std::string part_of_speech = {};  // the first of its features, 動詞 for a verb
  bool known = true;                // to the dictionary
};

struct DictionaryOptions {
  // Of a compiled MeCab dictionary in UTF-8. Empty: that of mecab-ipadic-utf8 where systems put it.
  std::filesystem::path folder = {};
  // The field of a word's features that has the pronunciation, from 0. None: 8 as in IPADIC, or 9
  // when words have as many fields as UniDic's.
  std::optional<size_t> pronunciation_field = {};
};

// Cuts text into words with MeCab. Immutable, thread-safe.
class Segmenter {
 public:
  // Throws kNotFound when the folder or, without one, any dictionary is missing; kCorruptFile when
  // it is no dictionary; kUnsupported when it is not in UTF-8.
  explicit Segmenter(const DictionaryOptions& options = {});
  ~Segmenter();

  // White space is left out. Never fails: what MeCab refuses is one word.
  std::vector<Word> Cut(std::string_view text) const;

 private:
  struct Mecab;
  std::unique_ptr<const Mecab> mecab_;
  std::optional<size_t> pronunciation_field_;
};

}  // namespace bv2::text::ja
