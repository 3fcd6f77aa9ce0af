#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "base/view.h"
#include "kernels/conv1d.h"

namespace bv2::kernels {

// Transposed-convolution weights split into `stride` phases: output row q·stride + φ is an ordinary
// convolution of x with every stride-th tap. Immutable, shared by all threads. Move-only.
class ConvTransposeWeights {
 public:
  ConvTransposeWeights() = default;
  //   weight [in][out][taps]   contiguous, as in the checkpoint
  //   bias   [out]             or empty
  ConvTransposeWeights(std::span<const float> weight, std::span<const float> bias,
                       size_t in_channels, size_t out_channels, size_t taps, size_t stride,
                       size_t padding);

  // Rows produced from T_in rows: (T_in − 1)·stride − 2·padding + taps.
  size_t OutputRows(size_t input_rows) const;
  size_t stride() const { return stride_; }
  size_t padding() const { return padding_; }
  size_t taps() const { return taps_; }
  size_t out_channels() const { return out_channels_; }
  size_t in_channels() const { return in_channels_; }
  const std::vector<ConvWeights>& phases() const { return phases_; }

 private:
  std::vector<ConvWeights> phases_;
  size_t in_channels_ = 0;
  size_t out_channels_ = 0;
  size_t taps_ = 0;
  size_t stride_ = 1;
  size_t padding_ = 0;
};

// 1-D transposed convolution as in PyTorch.
//   x [T_in][in]   y [OutputRows(T_in)][out]
// The input activation is applied to x; bias is added. Thread-safe.
void ConvTranspose1d(const ConvTransposeWeights& weights, View<const float> x, View<float> y,
                     Activation input_activation, const ThreadPool& pool);

}  // namespace bv2::kernels
