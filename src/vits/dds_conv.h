#pragma once

#include <cstddef>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"
#include "nn/layer_norm.h"

namespace bv2::vits {

// Dilated depth-separable convolutions with residual connections (VITS appendix B.1): layer i is a
// depthwise convolution of dilation taps^i, then a position-wise one, each with norm and GELU.
class DdsConv {
 public:
  DdsConv(const model::Weights& weights, size_t channels, size_t taps, size_t layers);

  // x [T][channels], in place.
  void Forward(View<float> x, const Context& context) const;

 private:
  struct Layer {
    model::Floats depthwise_weight;  // [channels][1][taps]
    model::Floats depthwise_bias;
    nn::LayerNorm norm_1;
    nn::Conv1d pointwise;
    nn::LayerNorm norm_2;
    size_t dilation;
  };

  size_t taps_;
  std::vector<Layer> layers_;
};

}  // namespace bv2::vits
