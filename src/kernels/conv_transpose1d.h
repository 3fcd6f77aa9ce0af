#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "base/view.h"
#include "kernels/conv1d.h"

namespace bv2::kernels {

struct ConvTransposeShape {
  size_t in_channels = 0;
  size_t out_channels = 0;
  size_t taps = 1;
  size_t stride = 1;
  size_t padding = 0;
};

// Transposed-convolution weights split into `stride` phases: output row q·stride + φ is an ordinary
// convolution of x with every stride-th tap. Immutable, shared by all threads. Move-only.
class ConvTransposeWeights {
 public:
  ConvTransposeWeights() = default;
  //   weight [in][out][taps]   contiguous, as in the checkpoint
  //   bias   [out]             or empty
  ConvTransposeWeights(std::span<const float> weight, std::span<const float> bias,
                       const ConvTransposeShape& shape);

  // Rows produced from T_in rows: (T_in − 1)·stride − 2·padding + taps.
  size_t OutputRows(size_t input_rows) const;
  const ConvTransposeShape& shape() const { return shape_; }
  const std::vector<ConvWeights>& phases() const { return phases_; }

 private:
  std::vector<ConvWeights> phases_;
  ConvTransposeShape shape_;
};

struct ConvTransposeOptions {
  size_t first_row = 0;  // the output row that y starts with
  Activation input_activation = {};
};

// 1-D transposed convolution as in PyTorch, or some rows of it.
//   x [T_in][in]   y [T_out][out]: the output rows first_row, first_row + 1, …
// Input rows outside x count as zero, also for output rows beyond OutputRows(T_in). Thread-safe.
void ConvTranspose1d(const ConvTransposeWeights& weights, View<const float> x, View<float> y,
                     const ConvTransposeOptions& options, const ThreadPool& pool);

}  // namespace bv2::kernels
