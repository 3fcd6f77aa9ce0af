#pragma once

#include <algorithm>

#include "base/view.h"

namespace bv2::vits {

// Reverses the order of the channels, in place: what a flow does between two couplings, so that
// each transforms what the other keeps.   z [T][channels]
inline void FlipChannels(View<float> z) {
  for (size_t t = 0; t < z.rows(); ++t) std::ranges::reverse(z[t]);
}

}  // namespace bv2::vits
