#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"
#include "nn/layer_norm.h"
#include "nn/self_attention.h"
#include "vits/feed_forward.h"

namespace bv2::vits {

struct EncoderShape {
  size_t hidden = 0;
  size_t filter = 0;
  size_t heads = 0;
  size_t layers = 0;
  size_t taps = 1;  // of the feed-forward convolutions
  size_t gin = 0;   // speaker embedding size; 0: not conditioned
};

// The transformer of VITS: post-norm blocks of relative-position self-attention and a convolutional
// feed-forward network. VITS2 adds the speaker before the third block.
// Source: VITS (arXiv 2106.06103) appendix B.1; VITS2 (arXiv 2307.16430) §2.4.
class Encoder {
 public:
  // The layers are loaded on `pool`.
  Encoder(const model::Weights& weights, const EncoderShape& shape, const ThreadPool& pool);

  // x [T][hidden], in place.   speaker [gin] or empty: no conditioning
  void Forward(View<float> x, std::span<const float> speaker, const Context& context) const;

 private:
  struct Layer {
    Layer(const model::Weights& weights, const EncoderShape& shape, size_t index);
    nn::SelfAttention attention;
    nn::LayerNorm norm_1;
    FeedForward feed_forward;
    nn::LayerNorm norm_2;
  };

  EncoderShape shape_;
  std::vector<Layer> layers_;
  std::optional<nn::Conv1d> speaker_linear_;
};

}  // namespace bv2::vits
