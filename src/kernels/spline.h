#pragma once

#include <cstddef>
#include <span>

#include "base/view.h"

namespace bv2::kernels {

// A monotonic rational-quadratic spline (Durkan et al. 2019, "Neural Spline Flows", eq. 4–8) on
// [-tail_bound, tail_bound] with identity tails outside, or on [0, 1] without tails.
struct SplineOptions {
  bool inverse = false;
  bool linear_tails = true;  // false: the domain is [0, 1] and x outside it is an error
  float tail_bound = 5.0f;
};

// Transforms each x[i] by its own spline.
//   x, y, logabsdet [N]            logabsdet may be empty
//   widths, heights [N][bins]      unnormalised
//   derivatives     [N][bins − 1] with linear tails, [N][bins + 1] without; unnormalised
// Throws kInvalidArgument for x outside [0, 1] when there are no tails.
void RationalQuadraticSpline(std::span<const float> x, View<const float> widths,
                             View<const float> heights, View<const float> derivatives,
                             const SplineOptions& options, std::span<float> y,
                             std::span<float> logabsdet);

}  // namespace bv2::kernels
