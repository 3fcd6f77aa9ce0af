#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "train/model/layers.h"

namespace bv2::train {

// Masks, paths and cuts of padded batches.

// [B] lengths → [B, longest] of bool, true before the end. `longest` 0: the largest length.
Tensor SequenceMask(const Tensor& lengths, int64_t longest = 0);

// The monotonic path of given durations.
//   durations [B, 1, Tx] whole frames    mask [B, 1, Ty, Tx]    returns [B, 1, Ty, Tx]
Tensor GeneratePath(const Tensor& durations, const Tensor& mask);

// Cuts `size` columns out of each item, from starts[b] on; zeros beyond the end.
//   x [B, C, T]    starts [B]    returns [B, C, size]
Tensor SliceSegments(const Tensor& x, const Tensor& starts, int64_t size);

// Where random segments start: uniform over all places where one fits into the item. `uniform` [B]
// is drawn from [0, 1). Items shorter than a segment start at 0.
Tensor SegmentStarts(const Tensor& uniform, const Tensor& lengths, int64_t size);

}  // namespace bv2::train
