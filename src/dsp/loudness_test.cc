#include "dsp/loudness.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "tests/support/test_support.h"

namespace bv2::dsp {
namespace {

// A sine of so many dB of full scale, appended to each channel.
void Append(std::vector<float>& samples, size_t channels, int rate, double decibels,
            double seconds) {
  const double amplitude = std::pow(10, decibels / 20);
  for (size_t t = 0; t < static_cast<size_t>(seconds * rate); ++t) {
    const double turns = 1000.0 * static_cast<double>(t) / rate;
    const auto value = static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * turns));
    samples.insert(samples.end(), channels, value);
  }
}

double LoudnessOfTone(size_t channels, int rate, double decibels, double seconds) {
  std::vector<float> samples;
  Append(samples, channels, rate, decibels, seconds);
  return IntegratedLoudness(samples, channels, rate);
}

// EBU Tech 3341, table 1, cases 1 and 2; one channel counts half.
TEST(Loudness, OfATone) {
  for (const int rate : {16000, 22050, 44100, 48000, 96000}) {
    EXPECT_NEAR(LoudnessOfTone(2, rate, -23, 20), -23, 0.1) << rate;
    EXPECT_NEAR(LoudnessOfTone(2, rate, -33, 20), -33, 0.1) << rate;
    EXPECT_NEAR(LoudnessOfTone(1, rate, -23, 5), -26, 0.1) << rate;
  }
}

// EBU Tech 3341, cases 3 and 4: the gates leave the quiet parts out.
TEST(Loudness, LeavesPausesOut) {
  for (const double quietest : {-36.0, -72.0}) {
    std::vector<float> samples;
    Append(samples, 2, 44100, quietest, 10);
    Append(samples, 2, 44100, -23, 60);
    Append(samples, 2, 44100, quietest, 10);
    EXPECT_NEAR(IntegratedLoudness(samples, 2, 44100), -23, 0.1) << quietest;
  }
}

TEST(Loudness, OfShortSoundAndOfSilence) {
  EXPECT_NEAR(LoudnessOfTone(2, 44100, -23, 0.2), -23, 0.2);
  EXPECT_EQ(IntegratedLoudness(std::vector<float>(44100), 1, 44100), -HUGE_VAL);
  EXPECT_EQ(IntegratedLoudness({}, 1, 44100), -HUGE_VAL);
}

TEST(Loudness, RefusesOtherChannelCountsAndRates) {
  const std::vector<float> samples(600);
  test::ExpectError(ErrorCode::kInvalidArgument, "6 channels",
                    [&] { IntegratedLoudness(samples, 6, 44100); });
  test::ExpectError(ErrorCode::kInvalidArgument, "at 0 Hz",
                    [&] { IntegratedLoudness(samples, 1, 0); });
}

}  // namespace
}  // namespace bv2::dsp
