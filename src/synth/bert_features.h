#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/context.h"
#include "base/lru_cache.h"
#include "base/view.h"
#include "bert/feature_model.h"
#include "synth/engine.h"
#include "text/tokenize/word_piece.h"

namespace bv2::synth {

// A BERT with its vocabulary: tokens → one feature vector per phone. Sentences that were asked for
// lately are not computed again. Thread-safe.
class BertFeatures {
 public:
  // Has the engine open a Hugging Face folder (see bert::OpenEncoder) with its vocab.txt.
  // Throws kInvalidArgument if its hidden size is not the `channels` that the voice was trained on.
  //   cache_bytes  for sentences that come again; 0: none
  BertFeatures(const Engine& engine, const std::filesystem::path& folder, size_t channels,
               const ThreadPool& pool, size_t cache_bytes);

  // Of a sentence, without [CLS] and [SEP].
  size_t max_tokens() const { return encoder_->max_tokens() - 2; }
  size_t channels() const { return encoder_->hidden(); }

  //   tokens    what the text frontend made of the sentence; those not in the vocabulary are [UNK]
  //   word2ph   [tokens + 2] phones of [CLS], each token, [SEP]
  //   features  [sum of word2ph][channels]: each token's vector, repeated for its phones
  // Throws kOutOfRange for a sentence that is too long.
  void PerPhone(const std::vector<std::string>& tokens, std::span<const int64_t> word2ph,
                View<float> features, const Context& context) const;

 private:
  // [tokens][channels] of a sentence.
  std::shared_ptr<const Matrix> Hidden(std::span<const int64_t> ids, const Context& context) const;

  std::unique_ptr<const bert::FeatureModel> encoder_;
  text::WordPiece vocabulary_;
  mutable LruCache<Matrix> sentences_;  // by their ids
};

}  // namespace bv2::synth
