#include "kernels/fft.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "base/buffer.h"
#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

using Spectrum = std::vector<std::complex<double>>;

// The definition, in double precision.
Spectrum NaiveDft(std::span<const float> x) {
  const size_t n = x.size();
  Spectrum result(n / 2 + 1);
  for (size_t k = 0; k < result.size(); ++k) {
    for (size_t t = 0; t < n; ++t) {
      const double angle =
          -2 * std::numbers::pi * static_cast<double>(k * t % n) / static_cast<double>(n);
      result[k] += double{x[t]} * std::complex<double>(std::cos(angle), std::sin(angle));
    }
  }
  return result;
}

// Transforms up to kFftBatch signals of the same length.
std::vector<Spectrum> Transform(const std::vector<std::vector<float>>& signals) {
  const RealFft fft(signals[0].size());
  Buffer<float> x(fft.buffer_size()), scratch(fft.buffer_size());
  for (size_t i = 0; i < signals.size(); ++i)
    for (size_t t = 0; t < fft.size(); ++t) x[kFftBatch * t + i] = signals[i][t];
  const auto y = fft.Transform(x.span(), scratch.span());
  std::vector<Spectrum> result(signals.size(), Spectrum(fft.bins()));
  for (size_t i = 0; i < signals.size(); ++i)
    for (size_t k = 0; k < fft.bins(); ++k)
      result[i][k] = {y[2 * kFftBatch * k + i], y[2 * kFftBatch * k + kFftBatch + i]};
  return result;
}

double Energy(std::span<const float> x) {
  double sum = 0;
  for (const float value : x) sum += double{value} * value;
  return sum;
}

// The energy of the whole spectrum, whose upper half mirrors the lower, divided by the size.
double Energy(const Spectrum& spectrum, size_t size) {
  double sum = 0;
  for (size_t k = 0; k < spectrum.size(); ++k)
    sum += std::norm(spectrum[k]) * (k == 0 || 2 * k == size ? 1 : 2);
  return sum / static_cast<double>(size);
}

// x[t] again, by the definition of the inverse.
double Inverse(const Spectrum& spectrum, size_t size, size_t t) {
  double sum = 0;
  for (size_t k = 0; k < spectrum.size(); ++k) {
    const double angle =
        2 * std::numbers::pi * static_cast<double>(k * t % size) / static_cast<double>(size);
    sum += (spectrum[k] * std::complex<double>(std::cos(angle), std::sin(angle))).real() *
           (k == 0 || 2 * k == size ? 1 : 2);
  }
  return sum / static_cast<double>(size);
}

TEST(RealFft, IsTheDiscreteFourierTransformAtEverySize) {
  ForEveryTarget([] {
    TestValues values;
    for (const size_t size :
         {1,  2,  3,  4,  5,  6,   7,  8,  9,  10,  12,  13,  15,  16,  18,  20,  22,  24,  25,  27,
          30, 32, 49, 60, 64, 100, 77, 97, 98, 120, 128, 194, 243, 256, 375, 480, 512, 600, 1000}) {
      SCOPED_TRACE(size);
      std::vector<std::vector<float>> signals;
      for (size_t i = 0; i < kFftBatch; ++i) signals.push_back(values.Vector(size));
      const auto computed = Transform(signals);
      const double limit = 6e-7 * std::sqrt(static_cast<double>(size));
      for (const size_t i : {size_t{0}, size_t{7}, kFftBatch - 1}) {
        const Spectrum expected = NaiveDft(signals[i]);
        for (size_t k = 0; k < expected.size(); ++k)
          ASSERT_LT(std::abs(computed[i][k] - expected[k]), limit) << "bin " << k;
      }
    }
  });
}

TEST(RealFft, KeepsTheEnergyAndCanBeUndone) {
  TestValues values;
  for (const size_t size : {1024, 2048, 4096, 441, 1200, 1764}) {
    SCOPED_TRACE(size);
    const auto x = values.Vector(size);
    const Spectrum spectrum = Transform({x})[0];
    EXPECT_NEAR(Energy(spectrum, size) / Energy(x), 1, 1e-6);
    for (const size_t t : {size_t{0}, size_t{1}, size / 3, size - 1})
      EXPECT_NEAR(Inverse(spectrum, size, t), double{x[t]}, 1e-6);
  }
}

TEST(RealFft, RefusesSizesAndBuffersThatCannotBe) {
  test::ExpectError(ErrorCode::kInvalidArgument, "0 samples", [] { RealFft(0); });
  test::ExpectError(ErrorCode::kInvalidArgument, "1000000 samples", [] { RealFft(1000000); });
  const RealFft fft(8);
  Buffer<float> right(fft.buffer_size()), wrong(8);
  test::ExpectError(ErrorCode::kInvalidArgument, "buffers of 160",
                    [&] { fft.Transform(right.span(), wrong.span()); });
}

}  // namespace
}  // namespace bv2::kernels
