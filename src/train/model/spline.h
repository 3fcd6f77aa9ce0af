#pragma once

#include <torch/torch.h>

#include "train/model/flow.h"

namespace bv2::train {

// Unnormalised bins of a spline: [..., K] widths and heights, and the derivatives at the knots
// between: [..., K − 1], the ends having slope 1, or [..., K + 1].
struct SplineBins {
  Tensor widths;
  Tensor heights;
  Tensor derivatives;
};

// A monotonic rational-quadratic spline on [−bound, bound], the identity outside; or on [0, 1] if
// `derivatives` has the ends. Returns y and the logarithms of its slope, each shaped like x.
// Source: Durkan et al. 2019, Neural Spline Flows (arXiv 1906.04032) §3.1.
Transformed SplineForward(const Tensor& x, const SplineBins& bins, double bound);
Transformed SplineInverse(const Tensor& x, const SplineBins& bins, double bound);

}  // namespace bv2::train
