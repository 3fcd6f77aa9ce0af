#include "board/curves.h"

#include <cmath>

#include "base/check.h"

namespace bv2::board {

plot::Curve CurveOf(const Series& series) {
  plot::Curve curve{.name = series.tag};
  for (const Entry& entry : series.entries)
    if (const auto* scalar = std::get_if<Scalar>(&entry.content)) {
      curve.x.push_back(static_cast<double>(entry.step));
      curve.y.push_back(scalar->value);
    }
  return curve;
}

std::vector<double> Smoothed(const std::vector<double>& values, double weight) {
  BV2_CHECK(weight >= 0 && weight < 1, "the smoothing {} is not in the range from 0 to below 1",
            weight);
  std::vector<double> smoothed = values;
  double sum = 0, weights = 0;
  for (double& value : smoothed) {
    if (!std::isfinite(value)) continue;
    sum = weight * sum + value;
    weights = weight * weights + 1;
    value = sum / weights;
  }
  return smoothed;
}

}  // namespace bv2::board
