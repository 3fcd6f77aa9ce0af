#pragma once

#include <span>

#include "board/event.h"

namespace bv2::board {

// How values spread, in TensorBoard's usual buckets: each 1.1 times as wide as the one before, from
// 1e-12 to 1e20 on either side of 0; empty ones at the ends are left out. What is not finite is
// left out, too.
Histogram MakeHistogram(std::span<const float> values);

}  // namespace bv2::board
