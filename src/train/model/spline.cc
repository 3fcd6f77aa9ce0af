#include "train/model/spline.h"

#include <cmath>

namespace bv2::train {
namespace {

constexpr double kMinWidth = 1e-3;
constexpr double kMinHeight = 1e-3;
constexpr double kMinDerivative = 1e-3;

struct Range {
  double low, high;
};

// Knots along one axis: [..., K + 1] positions and the [..., K] distances between them.
struct Knots {
  Tensor at, size;
};

Knots MakeKnots(const Tensor& unnormalized, double smallest, const Range& range) {
  const int64_t bins = unnormalized.size(-1);
  const Tensor share =
      smallest + (1 - smallest * static_cast<double>(bins)) * torch::softmax(unnormalized, -1);
  const Tensor inner = torch::cumsum(share, -1).narrow(-1, 0, bins - 1);
  const Tensor scaled = (range.high - range.low) * inner + range.low;
  const Tensor low = torch::full_like(scaled.narrow(-1, 0, 1), range.low);
  const Tensor at = torch::cat({low, scaled, torch::full_like(low, range.high)}, -1);
  return {at, at.narrow(-1, 1, bins) - at.narrow(-1, 0, bins)};
}

// What the formulas need of the bin that each element falls into.
struct Bin {
  Tensor x, width, y, height, slope, left, right;  // left, right: derivatives at its knots
};

Bin FindBin(const Tensor& value, const SplineBins& bins, const Range& range, bool inverse) {
  const Knots x = MakeKnots(bins.widths, kMinWidth, range);
  const Knots y = MakeKnots(bins.heights, kMinHeight, range);
  Tensor derivatives = kMinDerivative + torch::softplus(bins.derivatives);
  const int64_t count = x.size.size(-1);
  if (derivatives.size(-1) == count - 1) {
    // What is left out is the slope 1 of the straight lines outside.
    const Tensor one = torch::ones_like(derivatives.narrow(-1, 0, 1));
    derivatives = torch::cat({one, derivatives, one}, -1);
  }
  const Tensor starts = (inverse ? y : x).at.detach().narrow(-1, 0, count);
  const Tensor index = ((value.detach().unsqueeze(-1) >= starts).sum(-1, true) - 1).clamp_min(0);
  const auto pick = [&](const Tensor& table) { return table.gather(-1, index).squeeze(-1); };
  return {.x = pick(x.at),
          .width = pick(x.size),
          .y = pick(y.at),
          .height = pick(y.size),
          .slope = pick(y.size / x.size),
          .left = pick(derivatives),
          .right = pick(derivatives.narrow(-1, 1, count))};
}

// Logarithm of the slope at the place theta of the bin; eq. 5 of the source.
Tensor LogSlope(const Bin& bin, const Tensor& theta, const Tensor& curvature) {
  const Tensor mixed = theta * (1 - theta);
  const Tensor numerator = bin.slope.pow(2) * (bin.right * theta.pow(2) + 2 * bin.slope * mixed +
                                               bin.left * (1 - theta).pow(2));
  return torch::log(numerator) - 2 * torch::log(bin.slope + curvature * mixed);
}

Transformed Evaluate(const Tensor& x, const Bin& bin) {
  const Tensor theta = (x - bin.x) / bin.width;
  const Tensor mixed = theta * (1 - theta);
  const Tensor curvature = bin.left + bin.right - 2 * bin.slope;
  const Tensor numerator = bin.height * (bin.slope * theta.pow(2) + bin.left * mixed);
  return {bin.y + numerator / (bin.slope + curvature * mixed), LogSlope(bin, theta, curvature)};
}

Transformed Solve(const Tensor& y, const Bin& bin) {
  const Tensor curvature = bin.left + bin.right - 2 * bin.slope;
  const Tensor rise = y - bin.y;
  const Tensor a = rise * curvature + bin.height * (bin.slope - bin.left);
  const Tensor b = bin.height * bin.left - rise * curvature;
  const Tensor c = -bin.slope * rise;
  const Tensor root = 2 * c / (-b - torch::sqrt((b.pow(2) - 4 * a * c).clamp_min(0)));
  return {root * bin.width + bin.x, -LogSlope(bin, root, curvature)};
}

// Every element goes through the spline, those outside clamped to its end, and torch::where picks:
// choosing the elements first would make the host wait for the device.
Transformed Apply(const Tensor& x, const SplineBins& bins, double bound, bool inverse) {
  const bool tails = bins.derivatives.size(-1) < bins.widths.size(-1);
  const Range range = tails ? Range{-bound, bound} : Range{0, 1};
  const Tensor inside = torch::logical_and(x >= range.low, x <= range.high);
  const Tensor value = torch::where(inside, x, torch::full_like(x, range.low));
  const Bin bin = FindBin(value, bins, range, inverse);
  const Transformed result = inverse ? Solve(value, bin) : Evaluate(value, bin);
  return {torch::where(inside, result.z, x),
          torch::where(inside, result.logdet, torch::zeros_like(x))};
}

}  // namespace

Transformed SplineForward(const Tensor& x, const SplineBins& bins, double bound) {
  return Apply(x, bins, bound, false);
}

Transformed SplineInverse(const Tensor& x, const SplineBins& bins, double bound) {
  return Apply(x, bins, bound, true);
}

}  // namespace bv2::train
