#pragma once

#include <cstddef>

#include "base/context.h"
#include "base/view.h"

namespace bv2::kernels {

// Relative-position embeddings shared by all heads (Shaw et al. 2018), or empty views: none.
//   key, value [2·window + 1][head_channels]; row w + r belongs to a key r positions to the right
struct RelativePositions {
  View<const float> key = {};
  View<const float> value = {};
};

// Multi-head scaled dot-product self-attention over projected inputs.
//   q, k, v, y [T][heads · head_channels], head h in columns [h·d, (h+1)·d); y may not overlap
// scores = q·kᵀ/√d (+ q·key_relᵀ/√d within the window); y = softmax(scores)·v (+
// weights·value_rel). Keys are seen block by block with a running softmax, so that memory beside
// copies of k and v does not grow with T (Dao et al. 2022, arXiv 2205.14135, §3.1). The result has
// the same bits on any number of threads. Thread-safe per context.
void Attention(View<const float> q, View<const float> k, View<const float> v, size_t heads,
               const RelativePositions& relative, View<float> y, const Context& context);

}  // namespace bv2::kernels
