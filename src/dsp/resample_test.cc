#include "dsp/resample.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "tests/support/test_support.h"

namespace bv2::dsp {
namespace {

// A sine that sweeps evenly from `from` to `to` Hz within `seconds`.
struct Sweep {
  double from, to;
  double seconds = 3;

  std::vector<float> At(int rate) const {
    std::vector<float> samples(static_cast<size_t>(seconds * rate));
    for (size_t i = 0; i < samples.size(); ++i) {
      const double t = static_cast<double>(i) / rate;
      const double turns = from * t + (to - from) * t * t / (2 * seconds);
      samples[i] = static_cast<float>(std::sin(2 * std::numbers::pi * (turns - std::floor(turns))));
    }
    return samples;
  }
};

// The greatest value in dB of full scale, away from the ends, where a sweep is not a sine.
double Peak(std::span<const float> samples) {
  float peak = 0;
  for (size_t i = samples.size() / 20; i < samples.size() - samples.size() / 20; ++i)
    peak = std::max(peak, std::abs(samples[i]));
  return 20 * std::log10(double{peak} + 1e-30);
}

// A sine of `hz` after resampling: its gain, and what else is there: images, aliases and noise, in
// dB of the sine.
struct Tone {
  double gain;
  double rest;
};

Tone ResampledTone(double hz, int from_rate, int to_rate) {
  const auto resampled = Resample(Sweep{hz, hz, 0.4}.At(from_rate), 1, from_rate, to_rate);
  // Least squares of a sine and a cosine over the middle.
  std::complex<double> across = 0;
  double ss = 0, cc = 0, sc = 0, all = 0;
  for (size_t i = resampled.size() / 4; i < resampled.size() * 3 / 4; ++i) {
    const auto phase =
        std::polar(1.0, 2 * std::numbers::pi * hz * static_cast<double>(i) / to_rate);
    const double y = resampled[i];
    across += y * phase;
    cc += phase.real() * phase.real();
    ss += phase.imag() * phase.imag();
    sc += phase.real() * phase.imag();
    all += y * y;
  }
  const double scale = 1 / (ss * cc - sc * sc);
  const double sine = (across.imag() * cc - across.real() * sc) * scale;
  const double cosine = (across.real() * ss - across.imag() * sc) * scale;
  const double explained = sine * across.imag() + cosine * across.real();
  return {.gain = 20 * std::log10(std::hypot(sine, cosine)),
          .rest = 10 * std::log10(std::max(all - explained, 1e-30) / all)};
}

TEST(Resample, PassesTheBandUnchanged) {
  const int cases[][2] = {
      {48000, 44100}, {16000, 44100}, {44100, 22050}, {22050, 44100}, {96000, 44100}};
  for (const auto& [from, to] : cases) {
    double ripple = 0, rest = -300;
    for (int step = 1; step <= 91; step += 3) {
      const Tone tone = ResampledTone(0.005 * step * std::min(from, to), from, to);
      ripple = std::max(ripple, std::abs(tone.gain));
      rest = std::max(rest, tone.rest);
    }
    RecordProperty(fmt::format("ripple_{}_{}", from, to), fmt::format("{:.4f}", ripple));
    RecordProperty(fmt::format("rest_{}_{}", from, to), fmt::format("{:.1f}", rest));
    EXPECT_LT(ripple, 0.01) << from << " to " << to;
    EXPECT_LT(rest, -120) << from << " to " << to;
  }
}

TEST(Resample, LeavesNothingOfWhatTheTargetCannotHold) {
  const struct {
    int from, to;
    double bottom, top;  // Hz
  } cases[] = {{48000, 44100, 22050, 23990},
               {96000, 44100, 22050, 47900},
               {44100, 16000, 8000, 22000},
               {44100, 22050, 11025, 22000}};
  for (const auto& c : cases) {
    const auto rest = Resample(Sweep{c.bottom, c.top}.At(c.from), 1, c.from, c.to);
    RecordProperty(fmt::format("alias_{}_{}", c.from, c.to), fmt::format("{:.1f}", Peak(rest)));
    EXPECT_LT(Peak(rest), -120) << c.from << " to " << c.to;
  }
}

TEST(Resample, KeepsChannelsApart) {
  const auto sweep = Sweep{100, 5000, 0.5}.At(16000);
  std::vector<float> stereo(2 * sweep.size());
  for (size_t i = 0; i < sweep.size(); ++i) stereo[2 * i] = sweep[i];
  const auto mono = Resample(sweep, 1, 16000, 44100);
  const auto both = Resample(stereo, 2, 16000, 44100);
  ASSERT_EQ(both.size(), 2 * mono.size());
  for (size_t i = 0; i < mono.size(); ++i) {
    ASSERT_EQ(both[2 * i], mono[i]);
    ASSERT_EQ(both[2 * i + 1], 0.0f);
  }
}

TEST(Resample, GivesTheStatedLength) {
  EXPECT_EQ(Resample(std::vector<float>(48000), 1, 48000, 44100).size(), 44100u);
  EXPECT_EQ(Resample(std::vector<float>(16001), 1, 16000, 44100).size(), 44103u);
  EXPECT_EQ(Resample(std::vector<float>(1), 1, 48000, 44100).size(), 1u);
  EXPECT_TRUE(Resample({}, 1, 48000, 44100).empty());
  const std::vector<float> same = {0.25f, -1.0f};
  EXPECT_EQ(Resample(same, 2, 8000, 8000), same);
}

TEST(Resample, RefusesWhatCannotBe) {
  const std::vector<float> samples(6);
  const auto refuse = [&](const char* fragment, size_t channels, int from, int to) {
    test::ExpectError(ErrorCode::kInvalidArgument, fragment,
                      [&] { Resample(samples, channels, from, to); });
  };
  refuse("from 0 to 44100", 1, 0, 44100);
  refuse("to 2000000", 1, 44100, 2000000);
  refuse("0 channels", 0, 44100, 48000);
  refuse("4 channels", 4, 44100, 48000);
}

}  // namespace
}  // namespace bv2::dsp
