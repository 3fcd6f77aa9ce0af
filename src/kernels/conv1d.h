#pragma once

#include <cstddef>
#include <span>

#include "base/buffer.h"
#include "base/thread_pool.h"
#include "base/view.h"
#include "kernels/activation.h"
#include "kernels/conv_method.h"
#include "kernels/panels.h"

namespace bv2::kernels {

// Convolution weights in the kernel's panel layout. Immutable, shared by all threads. Move-only.
class ConvWeights {
 public:
  ConvWeights() = default;
  //   weight [out][in][taps]   contiguous, as in the checkpoint (a Linear has taps = 1)
  //   bias   [out]             or empty: no bias
  //   method kDirect, or one with at least `taps` taps
  ConvWeights(std::span<const float> weight, std::span<const float> bias, size_t out_channels,
              size_t in_channels, size_t taps, ConvMethod method = ConvMethod::kDirect);

  size_t out_channels() const { return shape_.out_channels; }
  size_t in_channels() const { return shape_.in_channels; }
  size_t taps() const { return taps_; }
  ConvMethod method() const { return method_; }
  const PanelShape& shape() const { return shape_; }  // taps: those of the method's planes
  const float* panels() const { return panels_.data(); }
  const float* bias() const { return bias_.data(); }  // padded to whole panels, zero without bias

 private:
  Buffer<float> panels_;
  Buffer<float> bias_;
  PanelShape shape_;
  size_t taps_ = 0;
  ConvMethod method_ = ConvMethod::kDirect;
};

// Everything fused around the convolution itself:
//   y[t] = output_activation(scale * (bias + sum_k W_k · input_activation(x[t + k·dilation −
//   pad_left])
//                                     + residual[t]))
// and `accumulate` adds that to what y held. Rows of x outside [0, x.rows()) count as zero.
struct ConvOptions {
  size_t dilation = 1;
  ptrdiff_t pad_left = 0;  // negative: the first output starts inside x
  Activation input_activation = {};
  Activation output_activation = {};
  View<const float> residual = {};  // [y.rows()][out] or empty
  float scale = 1.0f;
  bool accumulate = false;
};

// 1-D convolution (cross-correlation, as in PyTorch) along time, stride 1.
//   x [T_in][in]   y [T_out][out], T_out is y.rows()
// x and y must not overlap; residual may be y. Thread-safe; tiles of time run on `pool`.
void Conv1d(const ConvWeights& weights, View<const float> x, View<float> y,
            const ConvOptions& options, const ThreadPool& pool);

// y = x Wᵀ + b: the one-tap case.
inline void Linear(const ConvWeights& weights, View<const float> x, View<float> y,
                   const ThreadPool& pool) {
  Conv1d(weights, x, y, {}, pool);
}

}  // namespace bv2::kernels
