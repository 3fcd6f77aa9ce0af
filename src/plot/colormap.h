#pragma once

#include "plot/image.h"

namespace bv2::plot {

// The colour map "viridis" of matplotlib at 0 ≤ value ≤ 1; values outside are clamped, NaN is
// white.
Color Viridis(double value);

}  // namespace bv2::plot
