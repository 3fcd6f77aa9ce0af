#pragma once

#include <cstddef>
#include <vector>

#include "base/view.h"

namespace bv2::dsp {

struct FramePair {
  size_t a, b;
  bool operator==(const FramePair&) const = default;
};

// Dynamic time warping: which frames of two sounds belong together, from the first of both to the
// last of both. The path never goes back, skips no frame, and has the smallest sum of distances
// (mean |difference| over the columns), in which a step of both counts twice, so that shorter paths
// have no advantage.
//   a, b  [frame][feature]
// Throws kInvalidArgument if either is empty or their features differ in number, kOutOfRange beyond
// 2^31 pairs of frames.
// Source: Sakoe & Chiba, IEEE Trans. ASSP 26, 1978, symmetric form without slope constraint.
std::vector<FramePair> WarpPath(View<const float> a, View<const float> b);

}  // namespace bv2::dsp
