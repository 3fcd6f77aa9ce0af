#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bv2::text {

// BERT's WordPiece tokenizer: each word is cut into the longest pieces the vocabulary has, from
// left to right; pieces that continue a word start with "##". Immutable, thread-safe.
class WordPiece {
 public:
  // Reads vocab.txt, one token a line, ids from 0. `lower_case` is do_lower_case of
  // tokenizer_config.json. Throws kNotFound, kIo; kCorruptFile when [UNK], [CLS] or [SEP] is
  // missing.
  explicit WordPiece(const std::filesystem::path& vocab, bool lower_case = true);

  // Pieces without [CLS] and [SEP]. Special tokens written in the text are kept as such.
  std::vector<std::string> Tokenize(std::string_view text) const;

  // The pieces of one word that needs no further splitting.
  std::vector<std::string> Pieces(std::string_view word) const;

  // [CLS], the tokens' ids, [SEP]; tokens outside the vocabulary get [UNK].
  std::vector<int64_t> Ids(const std::vector<std::string>& tokens) const;

  // Ids(Tokenize(text)): the input of BERT.
  std::vector<int64_t> Encode(std::string_view text) const { return Ids(Tokenize(text)); }

  size_t size() const { return size_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  int64_t Id(std::string_view token) const;

  std::unordered_map<std::string, int64_t, Hash, std::equal_to<>> ids_;
  size_t size_ = 0;
  bool lower_case_;
};

}  // namespace bv2::text
