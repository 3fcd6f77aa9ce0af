#include "dsp/pitch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "base/error.h"

namespace bv2::dsp {
namespace {

constexpr int kRate = 22050;
const PitchOptions kOptions = {.sample_rate = kRate, .hop_length = 256};

// A voice of the frequency that `at` gives for each second: harmonics of falling strength.
//   tilt  the amplitude of harmonic k is k^−tilt
template <typename Frequency>
std::vector<float> Sing(double seconds, const Frequency& at, double tilt = 1, int harmonics = 10) {
  std::vector<float> samples(static_cast<size_t>(seconds * kRate));
  double phase = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    const double frequency = at(static_cast<double>(i) / kRate);
    phase += 2 * std::numbers::pi * frequency / kRate;
    double value = 0;
    for (int k = 1; k <= harmonics && k * frequency < kRate / 2.0; ++k)
      value += std::sin(k * phase) * std::pow(k, -tilt);
    samples[i] = static_cast<float>(0.2 * value);
  }
  return samples;
}

auto Tone(double frequency) {
  return [frequency](double) { return frequency; };
}

std::vector<float> Noise(size_t count, float level, unsigned seed = 1) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0, level);
  std::vector<float> samples(count);
  for (float& sample : samples) sample = normal(engine);
  return samples;
}

void Add(std::vector<float>& to, const std::vector<float>& more) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += more[i];
}

double Cents(double a, double b) { return 1200 * std::abs(std::log2(a / b)); }

// Frames whose window lies within the sound.
std::vector<float> Inner(const std::vector<float>& pitch) {
  return {pitch.begin() + 3, pitch.end() - 3};
}

TEST(TrackPitch, FindsTones) {
  for (const double frequency : {70.0, 110.0, 123.4, 220.0, 311.1, 440.0, 700.0}) {
    for (const float pitch : Inner(TrackPitch(Sing(0.4, Tone(frequency)), kOptions)))
      ASSERT_LT(Cents(pitch, frequency), 5) << frequency << " Hz heard as " << pitch;
    // Without harmonics.
    for (const float pitch : Inner(TrackPitch(Sing(0.4, Tone(frequency), 1, 1), kOptions)))
      ASSERT_LT(Cents(pitch, frequency), 5) << frequency << " Hz sine heard as " << pitch;
  }
}

TEST(TrackPitch, GivesAFrameAHop) {
  EXPECT_EQ(TrackPitch(std::vector<float>(2559), kOptions).size(), 9u);
  EXPECT_EQ(TrackPitch(std::vector<float>(100), kOptions).size(), 0u);
  EXPECT_TRUE(TrackPitch({}, kOptions).empty());
}

TEST(TrackPitch, DoesNotTakeStrongHarmonicsForThePitch) {
  // The second harmonic is four times as strong as the first; odd ones are weak.
  std::vector<float> samples = Sing(0.4, Tone(120), 1, 6);
  Add(samples, Sing(0.4, Tone(240), 1, 1));
  Add(samples, Sing(0.4, Tone(240), 1, 1));
  Add(samples, Sing(0.4, Tone(240), 1, 1));
  for (const float pitch : Inner(TrackPitch(samples, kOptions))) ASSERT_LT(Cents(pitch, 120), 10);
  // A missing fundamental.
  std::vector<float> missing = Sing(0.4, Tone(150), 0.5);
  const std::vector<float> first = Sing(0.4, Tone(150), 0.5, 1);
  for (size_t i = 0; i < missing.size(); ++i) missing[i] -= first[i];
  for (const float pitch : Inner(TrackPitch(missing, kOptions))) ASSERT_LT(Cents(pitch, 150), 10);
}

TEST(TrackPitch, FollowsGlides) {
  const auto glide = [](double t) { return 100 * std::pow(2, t); };  // an octave a second
  const std::vector<float> pitch = TrackPitch(Sing(1.5, glide), kOptions);
  for (size_t i = 3; i + 3 < pitch.size(); ++i) {
    const double middle = (static_cast<double>(i) + 0.5) * 256 / kRate;
    ASSERT_LT(Cents(pitch[i], glide(middle)), 20) << i;
  }
  const auto vibrato = [](double t) { return 200 + 10 * std::sin(2 * std::numbers::pi * 5 * t); };
  const std::vector<float> wavering = TrackPitch(Sing(1.0, vibrato), kOptions);
  for (size_t i = 3; i + 3 < wavering.size(); ++i)
    ASSERT_LT(Cents(wavering[i], vibrato((static_cast<double>(i) + 0.5) * 256 / kRate)), 20) << i;
}

TEST(TrackPitch, HearsVoicesThroughNoise) {
  std::vector<float> samples = Sing(1.0, Tone(180));
  Add(samples, Noise(samples.size(), 0.03f));  // 15 dB below
  const std::vector<float> pitch = Inner(TrackPitch(samples, kOptions));
  const auto right = std::ranges::count_if(pitch, [](float p) { return Cents(p, 180) < 30; });
  EXPECT_GT(static_cast<double>(right), 0.98 * static_cast<double>(pitch.size()));
}

TEST(TrackPitch, HearsNoneInNoiseAndSilence) {
  const std::vector<float> hiss = TrackPitch(Noise(kRate, 0.1f), kOptions);
  EXPECT_LT(std::ranges::count_if(hiss, [](float p) { return p > 0; }), 3);
  for (const float pitch : TrackPitch(std::vector<float>(kRate), kOptions)) EXPECT_EQ(pitch, 0);
}

TEST(TrackPitch, FindsWhereVoicingBeginsAndEnds) {
  std::vector<float> samples = Noise(kRate, 0.02f);
  const std::vector<float> sung = Sing(0.5, Tone(150));
  for (size_t i = 0; i < sung.size(); ++i) samples[kRate / 4 + i] += sung[i];
  const std::vector<float> pitch = TrackPitch(samples, kOptions);
  for (size_t i = 0; i < pitch.size(); ++i) {
    const double middle = (static_cast<double>(i) + 0.5) * 256 / kRate;
    const double inside = std::min(middle - 0.25, 0.75 - middle);  // seconds
    if (std::abs(inside) < 0.025) continue;
    EXPECT_EQ(pitch[i] > 0, inside > 0) << middle;
  }
}

TEST(TrackPitch, DoesNotDependOnTheLevel) {
  std::vector<float> samples = Sing(0.5, Tone(210));
  const std::vector<float> loud = TrackPitch(samples, kOptions);
  for (float& sample : samples) sample /= 256;
  EXPECT_EQ(TrackPitch(samples, kOptions), loud);
}

TEST(TrackPitch, RefusesRangesThatCannotBe) {
  for (const PitchOptions& options :
       {PitchOptions{.lowest = 0}, PitchOptions{.lowest = 300, .highest = 200},
        PitchOptions{.sample_rate = 2000}, PitchOptions{.hop_length = 0}})
    EXPECT_THROW(TrackPitch({}, options), Error);
}

}  // namespace
}  // namespace bv2::dsp
