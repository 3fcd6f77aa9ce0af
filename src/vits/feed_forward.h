#pragma once

#include <cstddef>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"

namespace bv2::vits {

// The transformer's position-wise network, widened to convolutions: conv, ReLU, conv.
// Source: VITS (arXiv 2106.06103) appendix B.1.
class FeedForward {
 public:
  FeedForward(const model::Weights& weights, size_t channels, size_t filter, size_t taps);

  // y = network(x) + residual; residual may be empty.   x, residual, y [T][channels]
  // y may be the residual but not x.
  void Forward(View<const float> x, View<const float> residual, View<float> y,
               const Context& context) const;

 private:
  nn::Conv1d conv_1_;
  nn::Conv1d conv_2_;
};

}  // namespace bv2::vits
