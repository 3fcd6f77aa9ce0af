#pragma once

#include <cstddef>
#include <string_view>

#include "base/context.h"
#include "base/view.h"
#include "kernels/conv1d.h"
#include "model/weights.h"

namespace bv2::nn {

// What a layer expects to find in the file; anything else there is an error naming both shapes.
struct ConvShape {
  size_t in = 0;
  size_t out = 0;
  size_t taps = 1;
  size_t dilation = 1;
  bool bias = true;
  // Which rounding error the layer may add for speed.
  kernels::ConvAccuracy accuracy = kernels::ConvAccuracy::kDirect;
};

// A 1-D convolution whose zero padding keeps the length (for even kernels the extra zero is on the
// right, as in the original's FFN). A one-tap convolution is a position-wise Linear, whose weight
// may be stored as [out][in] or [out][in][1]. Weight norm is folded at load.
class Conv1d {
 public:
  // Reads `<name>.weight` (or its weight-normed parts) and `<name>.bias`.
  Conv1d(const model::Weights& weights, std::string_view name, const ConvShape& shape);
  // From values already in memory: weight [out][in][taps], bias [out] or empty.
  Conv1d(std::span<const float> weight, std::span<const float> bias, const ConvShape& shape);

  // x [T][in] → y [T][out]. `fused` adds what the kernel can fuse; its dilation and padding are the
  // layer's own.
  void Forward(View<const float> x, View<float> y, const Context& context,
               kernels::ConvOptions fused = {}) const;

  // y rows are the outputs at absolute times first_out, first_out + 1, …; x rows are the inputs at
  // first_in, first_in + 1, …  Inputs outside x count as zero: for computing a part of a signal.
  void ForwardPart(View<const float> x, ptrdiff_t first_in, View<float> y, ptrdiff_t first_out,
                   const Context& context, kernels::ConvOptions fused = {}) const;

  size_t in() const { return weights_.in_channels(); }
  size_t out() const { return weights_.out_channels(); }
  // Rows of input needed before and after an output row.
  size_t pad_left() const { return (weights_.taps() - 1) * dilation_ / 2; }
  size_t pad_right() const { return (weights_.taps() - 1) * dilation_ - pad_left(); }

 private:
  kernels::ConvWeights weights_;
  size_t dilation_ = 1;
};

// y = W x + b on each row.
inline Conv1d Linear(const model::Weights& weights, std::string_view name, size_t in, size_t out) {
  return Conv1d(weights, name, {.in = in, .out = out});
}

}  // namespace bv2::nn
