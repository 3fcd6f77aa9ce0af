#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/context.h"
#include "base/view.h"
#include "bert/encoder.h"
#include "text/tokenize/word_piece.h"

namespace bv2::synth {

// A BERT with its tokenizer: sentence → one feature vector per phone. Immutable, thread-safe.
class BertFeatures {
 public:
  // Opens a Hugging Face folder (see bert::OpenEncoder) with its vocab.txt.
  // Throws kInvalidArgument if its hidden size is not the `channels` that the voice was trained on.
  BertFeatures(const std::filesystem::path& folder, size_t channels, const ThreadPool& pool);

  // Characters of a sentence at most.
  size_t max_characters() const { return encoder_.max_tokens() - 2; }
  size_t channels() const { return encoder_.hidden(); }

  //   norm_text  every character is one token
  //   word2ph    [characters + 2] phones of [CLS], each character, [SEP]
  //   features   [sum of word2ph][channels]: each token's vector, repeated for its phones
  // Throws kOutOfRange for a sentence that is too long.
  void PerPhone(std::string_view norm_text, std::span<const int64_t> word2ph, View<float> features,
                const Context& context) const;

 private:
  std::vector<int64_t> Tokens(std::string_view norm_text) const;

  bert::Encoder encoder_;
  text::WordPiece tokenizer_;
};

}  // namespace bv2::synth
