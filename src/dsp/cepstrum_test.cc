#include "dsp/cepstrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "base/error.h"

namespace bv2::dsp {
namespace {

Matrix RandomLogMel(size_t frames, size_t mels, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(-5, 2);
  Matrix mel(frames, mels);
  for (size_t t = 0; t < frames; ++t)
    for (size_t m = 0; m < mels; ++m) mel(t, m) = normal(engine);
  return mel;
}

TEST(MelCepstrum, OfACosineIsItsAmplitude) {
  Matrix mel(1, 40);
  for (size_t m = 0; m < 40; ++m)
    mel(0, m) = -3 + 0.7f * static_cast<float>(std::cos(std::numbers::pi * 3 *
                                                        (static_cast<double>(m) + 0.5) / 40));
  const Matrix cepstrum = MelCepstrum(mel, 5);
  const float expected[] = {0, 0, 0.7f, 0, 0};
  for (size_t k = 0; k < 5; ++k) EXPECT_NEAR(cepstrum(0, k), expected[k], 1e-6) << k;
}

// With all coefficients the distortion is the distance of the spectra in dB, levels apart.
TEST(MelCepstralDistortion, IsTheDistanceOfTheSpectraInDecibels) {
  constexpr size_t kMels = 32;
  const Matrix a = RandomLogMel(1, kMels, 1), b = RandomLogMel(1, kMels, 2);
  double mean = 0, square = 0;
  for (size_t m = 0; m < kMels; ++m) mean += (a(0, m) - b(0, m)) / kMels;
  for (size_t m = 0; m < kMels; ++m) square += std::pow(a(0, m) - b(0, m) - mean, 2) / kMels;
  const double decibels = 20 / std::numbers::ln10 * std::sqrt(square);
  EXPECT_NEAR(MelCepstralDistortion(MelCepstrum(a, kMels - 1).view()[0],
                                    MelCepstrum(b, kMels - 1).view()[0]),
              decibels, 1e-4 * decibels);
}

TEST(MelCepstralDistortion, DoesNotSeeTheLevel) {
  const Matrix a = RandomLogMel(1, 80, 1);
  Matrix b = RandomLogMel(1, 80, 1);
  for (float& value : b.view()[0]) value += 1.5f;
  EXPECT_NEAR(MelCepstralDistortion(MelCepstrum(a, 13).view()[0], MelCepstrum(b, 13).view()[0]), 0,
              1e-5);
}

TEST(MelCepstrum, RefusesMoreCoefficientsThanChannels) {
  EXPECT_THROW(MelCepstrum(RandomLogMel(1, 13, 1), 13), Error);
}

}  // namespace
}  // namespace bv2::dsp
