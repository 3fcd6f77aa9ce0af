#pragma once

#include <cstddef>
#include <span>

#include "base/thread_pool.h"
#include "base/view.h"
#include "kernels/conv1d.h"
#include "kernels/panels.h"

namespace bv2::kernels {

// One set of output rows computed from x: a convolution has one, a transposed convolution `stride`.
//   y[q] = sum_k W_k x[q + offset + k · dilation]
struct ConvPhase {
  Panels weights;
  ptrdiff_t offset = 0;
  View<float> y;
};

// Splits the phases into tiles of time and output channels and computes them on `pool`. `options`
// holds everything but the padding. The result does not depend on the split.
void RunTiledConv(std::span<const ConvPhase> phases, View<const float> x,
                  const ConvOptions& options, const ThreadPool& pool);

}  // namespace bv2::kernels
