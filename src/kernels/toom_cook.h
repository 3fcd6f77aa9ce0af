#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace bv2::kernels {

// An exact rational number in lowest terms.
class Fraction {
 public:
  constexpr Fraction() = default;
  constexpr Fraction(int64_t value) : above_(value) {}  // NOLINT(google-explicit-constructor)
  constexpr Fraction(int64_t above, int64_t below) {
    const int64_t divisor = (below < 0 ? -1 : 1) * std::gcd(above, below);
    above_ = above / divisor;
    below_ = below / divisor;
  }
  constexpr Fraction operator-(Fraction o) const {
    return {above_ * o.below_ - o.above_ * below_, below_ * o.below_};
  }
  constexpr Fraction operator*(Fraction o) const { return {above_ * o.above_, below_ * o.below_}; }
  constexpr Fraction operator/(Fraction o) const { return {above_ * o.below_, below_ * o.above_}; }
  constexpr double value() const {
    return static_cast<double>(above_) / static_cast<double>(below_);
  }

 private:
  int64_t above_ = 0;
  int64_t below_ = 1;
};

// F(m, r): m outputs of an r-tap filter from n = m + r − 1 products instead of m · r:
//   y = output · ((weight · g) ⊙ (input · x)),   y_i = sum_k g_k x_{i + k}
// Source: the transposed Toom–Cook algorithm, as in Winograd, "Arithmetic Complexity of
// Computations" (1980); Lavin and Gray, arXiv 1509.09308.
template <size_t kOutputCount, size_t kTapCount>
struct ToomCook {
  static constexpr size_t kOutputs = kOutputCount;
  static constexpr size_t kTaps = kTapCount;
  static constexpr size_t kPoints = kOutputs + kTaps - 1;

  std::array<std::array<double, kPoints>, kPoints> input{};
  std::array<std::array<double, kTaps>, kPoints> weight{};
  std::array<std::array<double, kPoints>, kOutputs> output{};
};

// The transforms of the polynomial product evaluated at `points`, all different. If they are one
// fewer than n, infinity is the last. Points a, −a are best neighbours: kernels share their sums.
template <size_t kOutputs, size_t kTaps, size_t kFinite>
constexpr ToomCook<kOutputs, kTaps> MakeToomCook(const std::array<Fraction, kFinite>& points) {
  using Result = ToomCook<kOutputs, kTaps>;
  constexpr size_t kPoints = Result::kPoints;
  static_assert(kFinite == kPoints || kFinite + 1 == kPoints);
  Result result;
  for (size_t p = 0; p < kPoints; ++p) {
    // Coefficients of the product of (x − point) over the other finite points, leading one 1, and
    // its value at point p, by which Lagrange's interpolation divides: here the weights are.
    std::array<Fraction, kPoints> product{1};
    Fraction scale = 1;
    size_t degree = 0;
    for (size_t q = 0; q < kFinite; ++q) {
      if (q == p) continue;
      ++degree;
      for (size_t i = degree + 1; i-- > 0;)
        product[i] = (i > 0 ? product[i - 1] : Fraction(0)) - points[q] * product[i];
      if (p < kFinite) scale = scale * (points[p] - points[q]);
    }
    for (size_t i = 0; i < kPoints; ++i) result.input[p][i] = product[i].value();
    if (p == kFinite) {
      result.weight[p][kTaps - 1] = 1.0;
      result.output[kOutputs - 1][p] = 1.0;
      continue;
    }
    Fraction power = 1;
    for (size_t i = 0; i < kPoints; ++i, power = power * points[p]) {
      if (i < kTaps) result.weight[p][i] = (power / scale).value();
      if (i < kOutputs) result.output[i][p] = power.value();
    }
  }
  return result;
}

}  // namespace bv2::kernels
