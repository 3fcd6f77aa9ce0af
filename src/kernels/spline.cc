#include "kernels/spline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "base/check.h"

namespace bv2::kernels {
namespace {

// At the ends of steep bins the log derivative amplifies the rounding of the knots by up to 1e5. To
// be near the original there, every knot is rounded as PyTorch 1.13 rounds it on a CPU with AVX2:
// its softmax over rows of floats, its cumulative sum in double, then float arithmetic in the order
// of transforms.py.

// The original's lower bounds of widths and heights (as a share of the domain) and of slopes.
constexpr double kMinBin = 1e-3;
constexpr double kMinDerivative = 1e-3;
constexpr auto kMinSlope = static_cast<float>(kMinDerivative);

// e^x as PyTorch's vector code computes it, bit for bit. Source: SLEEF (N. Shibata), expf_u10.
float Exp(float x) {
  constexpr float kLn2High = 0.693145751953125f;
  constexpr float kLn2Low = 1.428606765330187045e-06f;
  constexpr float kTerms[] = {0.00139304355252534151077271f, 0.00833336077630519866943359f,
                              0.0416664853692054748535156f, 0.166666671633720397949219f, 0.5f};
  if (x < -104.0f) return 0.0f;
  const float power = std::rint(x * std::numbers::log2e_v<float>);
  const float rest = std::fma(power, -kLn2Low, std::fma(power, -kLn2High, x));
  float sum = 0.000198527617612853646278381f;
  for (const float term : kTerms) sum = std::fma(sum, rest, term);
  return std::ldexp(1.0f + std::fma(rest * rest, sum, rest), static_cast<int>(power));
}

// Sums in the order of eight vector lanes, which are then added pairwise.
float VectorSum(std::span<const float> values) {
  constexpr size_t kLanes = 8;
  if (values.size() < kLanes) return std::accumulate(values.begin(), values.end(), 0.0f);
  std::array<float, kLanes> lanes{};
  for (size_t i = 0; i < values.size(); ++i) lanes[i % kLanes] += values[i];
  for (size_t half = kLanes / 2; half > 0; half /= 2)
    for (size_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  return lanes[0];
}

float Softplus(float x) {
  return x > 20.0f ? x : static_cast<float>(std::log1p(std::exp(double{x})));
}

// The knots of one axis: softmax shares of [low, high], each at least kMinBin of it.
void Knots(std::span<const float> unnormalised, float low, float high, std::vector<float>& knots) {
  const size_t bins = unnormalised.size();
  const float largest = *std::max_element(unnormalised.begin(), unnormalised.end());
  knots.resize(bins + 1);
  const std::span<float> shares(knots.data() + 1, bins);
  for (size_t i = 0; i < bins; ++i) shares[i] = Exp(unnormalised[i] - largest);
  const float reciprocal = 1.0f / VectorSum(shares);
  const auto free = static_cast<float>(1.0 - kMinBin * static_cast<double>(bins));
  double sum = 0.0;
  for (float& share : shares) {
    sum += double{static_cast<float>(kMinBin) + free * (share * reciprocal)};
    share = (high - low) * static_cast<float>(sum) + low;
  }
  knots.front() = low;
  knots.back() = high;
}

// One bin of the spline, notation of the paper.
struct Bin {
  float x, width;   // x_k, x_{k+1} − x_k
  float y, height;  // y_k, y_{k+1} − y_k
  float d0, d1;     // slopes at both ends

  float slope() const { return height / width; }
  float curvature() const { return d0 + d1 - 2.0f * slope(); }
  float Denominator(float xi) const { return slope() + curvature() * (xi * (1.0f - xi)); }

  // eq. 4
  float Forward(float xi) const {
    return y + height * (slope() * (xi * xi) + d0 * (xi * (1.0f - xi))) / Denominator(xi);
  }
  // eq. 6–8: the root in [0, 1]
  float Inverse(float value) const {
    const float rise = value - y;
    const float a = rise * curvature() + height * (slope() - d0);
    const float b = height * d0 - rise * curvature();
    const float c = -slope() * rise;
    const float discriminant = std::max(0.0f, b * b - 4.0f * a * c);
    return 2.0f * c / (-b - std::sqrt(discriminant));
  }
  // eq. 5
  float LogDerivative(float xi) const {
    const float sum =
        d1 * (xi * xi) + 2.0f * slope() * (xi * (1.0f - xi)) + d0 * ((1.0f - xi) * (1.0f - xi));
    return std::log(slope() * slope() * sum) - 2.0f * std::log(Denominator(xi));
  }
};

size_t FindBin(const std::vector<float>& knots, float value) {
  const auto above = std::upper_bound(knots.begin(), knots.end(), value);
  const auto index = std::distance(knots.begin(), above) - 1;
  return std::min(static_cast<size_t>(std::max<ptrdiff_t>(index, 0)), knots.size() - 2);
}

// Slope at knot `index`; with linear tails the outer ones are 1 so that the tails join smoothly (as
// the original rounds 1).
float Slope(std::span<const float> derivatives, size_t index, size_t bins, bool tails) {
  if (!tails) return kMinSlope + Softplus(derivatives[index]);
  if (index == 0 || index == bins) {
    static const auto kOuter = static_cast<float>(std::log(std::exp(1.0 - kMinDerivative) - 1.0));
    return kMinSlope + Softplus(kOuter);
  }
  return kMinSlope + Softplus(derivatives[index - 1]);
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
  const float low = tails ? -options.tail_bound : 0.0f;
  const float high = tails ? options.tail_bound : 1.0f;
  std::vector<float> x_knots;
  std::vector<float> y_knots;
  for (size_t i = 0; i < x.size(); ++i) {
    const float value = x[i];
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
    const float xi = options.inverse ? bin.Inverse(value) : (value - bin.x) / bin.width;
    y[i] = options.inverse ? xi * bin.width + bin.x : bin.Forward(xi);
    if (logabsdet.empty()) continue;
    const float log_derivative = bin.LogDerivative(xi);
    logabsdet[i] = options.inverse ? -log_derivative : log_derivative;
  }
}

}  // namespace bv2::kernels
