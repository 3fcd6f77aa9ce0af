#include "eval/distance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "eval/sound.h"

namespace bv2::eval {
namespace {

model::DataConfig Config() {
  model::DataConfig config;
  config.sampling_rate = 22050;
  config.filter_length = 1024;
  config.hop_length = 256;
  config.win_length = 1024;
  config.n_mel_channels = 80;
  return config;
}

// A voice that glides from one frequency to another, with silence about it.
std::vector<float> Glide(double seconds, double from, double to, double gain = 0.1) {
  constexpr double kRate = 22050;
  const auto count = static_cast<size_t>(seconds * kRate), silence = static_cast<size_t>(2560);
  std::vector<float> samples(count + 2 * silence);
  double phase = 0;
  for (size_t i = 0; i < count; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(count);
    const double frequency = from + (to - from) * part;
    phase += 2 * std::numbers::pi * frequency / kRate;
    double value = 0;
    for (int k = 1; k * frequency < 11000; ++k) value += std::sin(k * phase) / k;
    samples[silence + i] = static_cast<float>(gain * value);
  }
  return samples;
}

TEST(Distance, OfASoundFromItselfIsNone) {
  const Analyzer analyzer(Config());
  const Sound sound = analyzer.Analyze(Glide(0.5, 150, 200));
  for (const Distance& distance :
       {Distance::Between(sound, sound), Distance::Warped(sound, sound)}) {
    EXPECT_EQ(distance.frames(), static_cast<double>(sound.mel.rows()));
    EXPECT_EQ(distance.mel_l1(), 0);
    EXPECT_EQ(distance.cepstral(), 0);
    EXPECT_EQ(distance.pitch_cents(), 0);
    EXPECT_EQ(distance.pitch_hertz(), 0);
    EXPECT_EQ(distance.voicing_error(), 0);
  }
}

TEST(Distance, OfNothingIsNotANumber) {
  const Distance none;
  EXPECT_TRUE(std::isnan(none.mel_l1()));
  EXPECT_TRUE(std::isnan(none.pitch_cents()));
  EXPECT_TRUE(std::isnan(none.voicing_error()));
}

TEST(Distance, OfTransposedSpeechIsTheInterval) {
  const Analyzer analyzer(Config());
  const Sound low = analyzer.Analyze(Glide(0.5, 200, 200)),
              high = analyzer.Analyze(Glide(0.5, 225, 225));
  const Distance distance = Distance::Between(low, high);
  EXPECT_NEAR(distance.pitch_hertz(), 25, 0.5);
  EXPECT_NEAR(distance.pitch_cents(), 1200 * std::log2(225.0 / 200), 4);
  EXPECT_LT(distance.voicing_error(), 0.02);
}

// Half as loud: all of the mel spectrum but its floor is ln 2 lower, its shape is the same.
TEST(Distance, OfQuieterSpeechIsInTheSpectrumOnly) {
  const Analyzer analyzer(Config());
  Sound loud = analyzer.Analyze(Glide(0.5, 150, 150)),
        quiet = analyzer.Analyze(Glide(0.5, 150, 150, 0.05));
  const Distance distance = Distance::Between(loud, quiet);
  EXPECT_GT(distance.mel_l1(), 0.4);
  EXPECT_LT(distance.mel_l1(), std::numbers::ln2);
  EXPECT_LT(distance.cepstral(), 0.5);
  EXPECT_EQ(distance.voicing_error(), 0);
  EXPECT_LT(distance.pitch_cents(), 1);
}

TEST(Distance, WarpedForgivesRhythm) {
  const Analyzer analyzer(Config());
  const Sound slow = analyzer.Analyze(Glide(1.0, 120, 240)),
              fast = analyzer.Analyze(Glide(0.7, 120, 240));
  const Distance warped = Distance::Warped(slow, fast), rigid = Distance::Between(slow, fast);
  EXPECT_LT(warped.mel_l1(), 0.3 * rigid.mel_l1());
  EXPECT_LT(warped.pitch_cents(), 40);
  EXPECT_GT(rigid.pitch_cents(), 150);
  EXPECT_LT(warped.voicing_error(), 0.05);
}

// Silence instead of a tone is as wrong as it is, however long it lasts.
TEST(Distance, WarpedGivesNoCreditForDwelling) {
  const Analyzer analyzer(Config());
  const Sound sung = analyzer.Analyze(Glide(0.5, 150, 150));
  std::vector<float> samples(sung.samples.size(), 0.0f);
  const Sound silent = analyzer.Analyze(samples);
  samples.resize(10 * samples.size());
  const Sound long_silent = analyzer.Analyze(samples);
  const double expected = Distance::Warped(sung, silent).mel_l1();
  EXPECT_GT(expected, 1);
  EXPECT_NEAR(Distance::Warped(sung, long_silent).mel_l1(), expected, 0.05 * expected);
  EXPECT_NEAR(Distance::Warped(sung, long_silent).frames(), static_cast<double>(sung.mel.rows()),
              1e-9);
}

TEST(Distance, OfUnvoicedFromVoicedIsAVoicingError) {
  const Analyzer analyzer(Config());
  const Sound sung = analyzer.Analyze(Glide(0.5, 150, 150));
  const Sound silent = analyzer.Analyze(std::vector<float>(sung.samples.size()));
  const Distance distance = Distance::Between(sung, silent);
  EXPECT_TRUE(std::isnan(distance.pitch_cents()));
  EXPECT_NEAR(distance.voicing_error(), 11025.0 / static_cast<double>(sung.samples.size()), 0.06);
}

TEST(Distance, AddsUpByFrames) {
  const Analyzer analyzer(Config());
  const Sound a = analyzer.Analyze(Glide(0.5, 150, 150)),
              b = analyzer.Analyze(Glide(0.5, 180, 180)),
              c = analyzer.Analyze(Glide(1.0, 150, 150)),
              d = analyzer.Analyze(Glide(1.0, 150, 150));
  const Distance first = Distance::Between(a, b), second = Distance::Between(c, d);
  Distance sum = first;
  sum += second;
  EXPECT_EQ(sum.frames(), first.frames() + second.frames());
  EXPECT_NEAR(sum.mel_l1(), first.mel_l1() * first.frames() / sum.frames(), 1e-9);
  EXPECT_LT(sum.pitch_cents(), first.pitch_cents());
}

}  // namespace
}  // namespace bv2::eval
