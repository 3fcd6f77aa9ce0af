#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "bert/feature_model.h"
#include "model/weights.h"
#include "nn/dense.h"
#include "nn/embedding.h"
#include "nn/layer_norm.h"
#include "nn/self_attention.h"

namespace bv2::bert {

// The sizes of a BERT, from the `config.json` of its Hugging Face folder.
struct EncoderShape {
  size_t hidden = 0;
  size_t intermediate = 0;
  size_t heads = 0;
  size_t layers = 0;
  size_t max_tokens = 512;
  float norm_eps = 1e-12f;
};

// The tensors of the encoder in a file, which has them with or without the prefix `bert.`.
model::Weights EncoderPart(const model::Weights& file);
// How many layers give hidden_states[-3]. Throws kInvalidArgument for a BERT of fewer than two.
size_t LayersRun(const EncoderShape& shape);

// BERT encoder up to the hidden states that Bert-VITS2 uses, hidden_states[-3]: the last two layers
// and every head of the file are neither loaded nor computed. Immutable, shared by all threads.
// Source: Devlin et al. 2019 (arXiv 1810.04805) §3.
class Encoder final : public FeatureModel {
 public:
  // Finds the tensors with or without the prefix `bert.`.
  // The layers are loaded on `pool`.
  Encoder(const model::Weights& weights, const EncoderShape& shape, const ThreadPool& pool);

  void Encode(std::span<const int64_t> tokens, View<float> features,
              const Context& context) const override;

  // The same for several sentences one after the other, the i-th of lengths[i] tokens: one pass
  // over the weights serves them all. Without padding, and with the features of each sentence
  // alone.
  void Encode(std::span<const int64_t> tokens, std::span<const size_t> lengths,
              View<float> features, const Context& context) const;

  size_t hidden() const override { return shape_.hidden; }
  size_t max_tokens() const override { return shape_.max_tokens; }
  size_t vocabulary() const override { return words_.count(); }

 private:
  struct Layer {
    Layer(const model::Weights& weights, const EncoderShape& shape);
    nn::SelfAttention attention;
    nn::LayerNorm attention_norm;
    nn::Dense intermediate;
    nn::Dense output;
    nn::LayerNorm output_norm;
  };

  // Words, positions and token types of one sentence.
  void Embed(std::span<const int64_t> tokens, View<float> features) const;

  EncoderShape shape_;
  nn::Embedding words_;
  nn::Embedding positions_;
  nn::Embedding token_types_;
  nn::LayerNorm embedding_norm_;
  std::vector<Layer> layers_;
};

}  // namespace bv2::bert
