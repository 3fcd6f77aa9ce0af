#pragma once

#include "base/thread_pool.h"
#include "base/view.h"
#include "kernels/conv1d.h"

namespace bv2::kernels {

// Conv1d by the weights' Toom–Cook method. Outputs are computed in groups counted from the first
// row of y; apart from that the result does not depend on how the work is split.
void RunToomConv(const ConvWeights& weights, View<const float> x, View<float> y,
                 const ConvOptions& options, const ThreadPool& pool);

}  // namespace bv2::kernels
