#pragma once

#include <string>
#include <vector>

#include "board/runs.h"
#include "plot/line_chart.h"

namespace bv2::board {

// The scalars of a series over its steps; other entries are left out.
plot::Curve CurveOf(const Series& series);

// TensorBoard's smoothing: a running mean in which older values count less by the factor `weight`
// (0 ≤ weight < 1) from one to the next. What is not finite stays as it is.
std::vector<double> Smoothed(const std::vector<double>& values, double weight);

}  // namespace bv2::board
