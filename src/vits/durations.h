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

// One spline coupling of the stochastic duration predictor, in reverse.
// Source: Durkan et al. 2019; VITS (arXiv 2106.06103) appendix B.1.
class ConvFlow {
 public:
  ConvFlow(const model::Weights& weights, size_t filter, size_t taps);

  // z [T][2], in place: column 0 is kept, column 1 transformed by the inverse spline.
  //   condition [T][filter] or empty
  void Reverse(View<float> z, View<const float> condition, const Context& context) const;

 private:
  size_t filter_;
  nn::Conv1d pre_;
  DdsConv convs_;
  nn::Conv1d projection_;
};

// Draws how many frames each phone lasts from a flow conditioned on the text.
// Source: VITS (arXiv 2106.06103) §2.2.2.
class StochasticDurationPredictor {
 public:
  StochasticDurationPredictor(const model::Weights& weights, size_t hidden, size_t gin);

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
  model::Floats affine_mean_;    // [2]
  model::Floats affine_logs_;    // [2]
};

// Predicts the mean duration of each phone. Source: VITS2 (arXiv 2307.16430) §2.1.
class DurationPredictor {
 public:
  DurationPredictor(const model::Weights& weights, size_t hidden, size_t filter, size_t gin);

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
