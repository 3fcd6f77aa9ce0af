#include "dsp/mel.h"

#include <cmath>

#include "tests/support/test_support.h"

namespace bv2::dsp {
namespace {

TEST(MelFilters, AreTrianglesOfTheSameArea) {
  const MelFilters filters({});
  const View<const float> weights = filters.weights();
  ASSERT_EQ(weights.rows(), 128u);
  ASSERT_EQ(weights.cols(), 1025u);
  constexpr double kBinHz = 44100.0 / 2048;
  for (const size_t channel : {100, 127}) {  // wide enough for a sum to be an integral
    double area = 0;
    size_t rises_after_falling = 0;
    for (size_t k = 1; k < weights.cols(); ++k) {
      area += double{weights(channel, k)} * kBinHz;
      if (k >= 2 && weights(channel, k) > weights(channel, k - 1) &&
          weights(channel, k - 1) < weights(channel, k - 2))
        ++rises_after_falling;
    }
    EXPECT_NEAR(area, 1, 0.02) << channel;
    EXPECT_EQ(rises_after_falling, 0u) << channel;
  }
}

TEST(MelFilters, AreEvenlySpacedBelowOneKilohertz) {
  // 0 to 1000 Hz are 15 mel; with 14 channels every peak is one mel, 200/3 Hz, from the next.
  const MelFilters filters(
      {.sample_rate = 6000, .filter_length = 90, .n_mel_channels = 14, .fmax = 1000});
  for (size_t c = 0; c < 14; ++c)
    for (size_t k = 0; k < filters.weights().cols(); ++k)
      ASSERT_NEAR(filters.weights()(c, k), k == c + 1 ? 0.015f : 0.0f, 1e-7f) << c << ' ' << k;
}

TEST(MelFilters, LogMelSumsAndHasAFloor) {
  const MelFilters filters({.sample_rate = 16000, .filter_length = 512, .n_mel_channels = 40});
  Matrix spectrogram(2, 257);
  for (float& value : spectrogram.view()[1]) value = 3;
  const Matrix mel = filters.LogMel(spectrogram);
  ASSERT_EQ(mel.rows(), 2u);
  ASSERT_EQ(mel.cols(), 40u);
  for (size_t c = 0; c < 40; ++c) {
    EXPECT_FLOAT_EQ(mel(0, c), std::log(1e-5f));
    double sum = 0;
    for (const float weight : filters.weights()[c]) sum += 3.0 * double{weight};
    EXPECT_NEAR(mel(1, c), std::log(std::max(sum, 1e-5)), 1e-6);
  }
}

TEST(MelFilters, RefuseImpossibleRanges) {
  const auto refuse = [](const char* fragment, const MelOptions& options) {
    test::ExpectError(ErrorCode::kInvalidArgument, fragment, [&] { MelFilters{options}; });
  };
  refuse("from 0 to 30000 Hz", {.fmax = 30000});
  refuse("from 500 to 400 Hz", {.fmin = 500, .fmax = 400});
  refuse("0 mel filters", {.n_mel_channels = 0});
  test::ExpectError(ErrorCode::kInvalidArgument, "spectrogram of 5",
                    [] { MelFilters({}).LogMel(Matrix(1, 5)); });
}

}  // namespace
}  // namespace bv2::dsp
