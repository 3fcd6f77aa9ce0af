#include "kernels/spline.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"

namespace bv2::kernels {
namespace {

// Double precision: near the knots of steep bins the log derivative amplifies rounding by 1e4.

// The original's lower bounds of widths and heights (as a share of the domain) and of slopes.
constexpr double kMinBin = 1e-3;
constexpr double kMinDerivative = 1e-3;

double Softplus(double x) { return x > 20.0 ? x : std::log1p(std::exp(x)); }

// The knots of one axis: softmax shares of [low, high], each at least kMinBin of it.
void Knots(std::span<const float> unnormalised, double low, double high,
           std::vector<double>& knots) {
  const size_t bins = unnormalised.size();
  const double largest = *std::max_element(unnormalised.begin(), unnormalised.end());
  double total = 0.0;
  for (const float value : unnormalised) total += std::exp(value - largest);
  knots.resize(bins + 1);
  double sum = 0.0;
  for (size_t i = 0; i < bins; ++i) {
    knots[i] = low + (high - low) * sum;
    sum += kMinBin + (1.0 - kMinBin * static_cast<double>(bins)) *
                         std::exp(unnormalised[i] - largest) / total;
  }
  knots[bins] = high;
}

// One bin of the spline, notation of the paper.
struct Bin {
  double x, width;   // x_k, x_{k+1} − x_k
  double y, height;  // y_k, y_{k+1} − y_k
  double d0, d1;     // slopes at both ends

  double slope() const { return height / width; }
  double curvature() const { return d0 + d1 - 2.0 * slope(); }
  double Denominator(double xi) const { return slope() + curvature() * xi * (1.0 - xi); }

  // eq. 4
  double Forward(double xi) const {
    return y + height * (slope() * xi * xi + d0 * xi * (1.0 - xi)) / Denominator(xi);
  }
  // eq. 6–8: the root in [0, 1]
  double Inverse(double value) const {
    const double rise = value - y;
    const double a = height * (slope() - d0) + rise * curvature();
    const double b = height * d0 - rise * curvature();
    const double c = -slope() * rise;
    const double discriminant = std::max(0.0, b * b - 4.0 * a * c);
    return 2.0 * c / (-b - std::sqrt(discriminant));
  }
  // eq. 5
  double LogDerivative(double xi) const {
    const double numerator =
        slope() * slope() *
        (d1 * xi * xi + 2.0 * slope() * xi * (1.0 - xi) + d0 * (1.0 - xi) * (1.0 - xi));
    return std::log(numerator) - 2.0 * std::log(Denominator(xi));
  }
};

size_t FindBin(const std::vector<double>& knots, double value) {
  const auto above = std::upper_bound(knots.begin(), knots.end(), value);
  const auto index = std::distance(knots.begin(), above) - 1;
  return std::min(static_cast<size_t>(std::max<ptrdiff_t>(index, 0)), knots.size() - 2);
}

// Slope at knot `index`; with linear tails the outer ones are 1 so that the tails join smoothly.
double Slope(std::span<const float> derivatives, size_t index, size_t bins, bool tails) {
  if (!tails) return kMinDerivative + Softplus(derivatives[index]);
  if (index == 0 || index == bins) return 1.0;
  return kMinDerivative + Softplus(derivatives[index - 1]);
}

}  // namespace

void RationalQuadraticSpline(std::span<const float> x, View<const float> widths,
                             View<const float> heights, View<const float> derivatives,
                             const SplineOptions& options, std::span<float> y,
                             std::span<float> logabsdet) {
  const bool tails = options.linear_tails;
  const size_t bins = widths.cols();
  BV2_CHECK(y.size() == x.size() && (logabsdet.empty() || logabsdet.size() == x.size()),
            "a spline of {} values has room for {} and {}", x.size(), y.size(), logabsdet.size());
  BV2_CHECK(
      widths.rows() == x.size() && heights.rows() == x.size() && derivatives.rows() == x.size() &&
          heights.cols() == bins && bins > 0 && derivatives.cols() == (tails ? bins - 1 : bins + 1),
      "a spline of {} values got {} × {} widths, {} × {} heights and {} × {} derivatives", x.size(),
      widths.rows(), bins, heights.rows(), heights.cols(), derivatives.rows(), derivatives.cols());
  BV2_CHECK(kMinBin * static_cast<double>(bins) <= 1.0, "a spline has too many bins: {}", bins);
  const double low = tails ? -options.tail_bound : 0.0;
  const double high = tails ? options.tail_bound : 1.0;
  std::vector<double> x_knots;
  std::vector<double> y_knots;
  for (size_t i = 0; i < x.size(); ++i) {
    const double value = x[i];
    if (!(value >= low && value <= high)) {
      BV2_CHECK(tails, "value {} (number {}) is outside the spline's domain [0, 1]", value, i);
      y[i] = x[i];
      if (!logabsdet.empty()) logabsdet[i] = 0.0f;
      continue;
    }
    Knots(widths[i], low, high, x_knots);
    Knots(heights[i], low, high, y_knots);
    const size_t k = FindBin(options.inverse ? y_knots : x_knots, value);
    const Bin bin{.x = x_knots[k],
                  .width = x_knots[k + 1] - x_knots[k],
                  .y = y_knots[k],
                  .height = y_knots[k + 1] - y_knots[k],
                  .d0 = Slope(derivatives[i], k, bins, tails),
                  .d1 = Slope(derivatives[i], k + 1, bins, tails)};
    const double xi = options.inverse ? bin.Inverse(value) : (value - bin.x) / bin.width;
    y[i] = static_cast<float>(options.inverse ? bin.x + xi * bin.width : bin.Forward(xi));
    if (logabsdet.empty()) continue;
    const double log_derivative = bin.LogDerivative(xi);
    logabsdet[i] = static_cast<float>(options.inverse ? -log_derivative : log_derivative);
  }
}

}  // namespace bv2::kernels
