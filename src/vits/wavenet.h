#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"

namespace bv2::vits {

struct WaveNetShape {
  size_t hidden = 0;
  size_t taps = 5;
  size_t dilation_rate = 1;  // layer i has dilation dilation_rate^i
  size_t layers = 0;
  size_t gin = 0;
};

// Non-causal WaveNet residual blocks with gated tanh (WaveGlow's, used by VITS §2.1.3).
class WaveNet {
 public:
  WaveNet(const model::Weights& weights, const WaveNetShape& shape);

  // x [T][hidden] → y [T][hidden]; x is overwritten.   speaker [gin] or empty
  void Forward(View<float> x, std::span<const float> speaker, View<float> y,
               const Context& context) const;

 private:
  WaveNetShape shape_;
  std::vector<nn::Conv1d> in_layers_;
  std::vector<nn::Conv1d> res_skip_layers_;
  std::optional<nn::Conv1d> condition_;  // all layers' gates at once
};

}  // namespace bv2::vits
