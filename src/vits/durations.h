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
#include "vits/dds_conv.h"

namespace bv2::vits {

// A learned shift and scale of each channel, in reverse: z ← (z − m) · exp(−logs).
class ElementwiseAffine {
 public:
  ElementwiseAffine(const model::Weights& weights, size_t channels);

  // z [T][channels], in place.
  void Reverse(View<float> z) const;

 private:
  model::Floats mean_;  // [channels]
  model::Floats logs_;  // [channels]
};

struct ConvFlowShape {
  size_t filter = 0;
  size_t taps = 3;
  size_t layers = 3;
  size_t bins = 10;
  float tail_bound = 5.0f;
};

// One spline coupling of the stochastic duration predictor, in reverse.
// Source: Durkan et al. 2019; VITS (arXiv 2106.06103) appendix B.1.
class ConvFlow {
 public:
  ConvFlow(const model::Weights& weights, const ConvFlowShape& shape);

  // z [T][2], in place: column 0 is kept, column 1 transformed by the inverse spline.
  //   condition [T][filter] or empty
  void Reverse(View<float> z, View<const float> condition, const Context& context) const;

 private:
  ConvFlowShape shape_;
  nn::Conv1d pre_;
  DdsConv convs_;
  nn::Conv1d projection_;
};

// Draws how many frames each phone lasts from a flow conditioned on the text.
// Source: VITS (arXiv 2106.06103) §2.2.2.
class StochasticDurationPredictor {
 public:
  // taps: of the convolutions; 3 in every voice.
  StochasticDurationPredictor(const model::Weights& weights, size_t hidden, size_t gin,
                              size_t taps = 3);

  //   x        [T_phone][hidden]   the text encoder's hidden states
  //   speaker  [gin]
  //   noise    [T_phone][2]        normal draws, already scaled by noise_scale_w; overwritten
  //   logw     [T_phone]           log frames (natural log)
  void Predict(View<const float> x, std::span<const float> speaker, View<float> noise,
               std::span<float> logw, const Context& context) const;

 private:
  size_t hidden_;
  nn::Conv1d pre_;
  nn::Conv1d projection_;
  DdsConv convs_;
  std::optional<nn::Conv1d> condition_;
  std::vector<ConvFlow> flows_;  // in the order of use
  ElementwiseAffine affine_;
};

// Predicts the mean duration of each phone. Source: VITS2 (arXiv 2307.16430) §2.1.
class DurationPredictor {
 public:
  DurationPredictor(const model::Weights& weights, size_t hidden, size_t filter, size_t gin,
                    size_t taps = 3);

  // As StochasticDurationPredictor::Predict, without noise.
  void Predict(View<const float> x, std::span<const float> speaker, std::span<float> logw,
               const Context& context) const;

 private:
  nn::Conv1d conv_1_;
  nn::LayerNorm norm_1_;
  nn::Conv1d conv_2_;
  nn::LayerNorm norm_2_;
  nn::Conv1d projection_;
  std::optional<nn::Conv1d> condition_;
};

}  // namespace bv2::vits
