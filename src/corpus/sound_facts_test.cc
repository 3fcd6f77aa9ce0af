#include "corpus/sound_facts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace bv2::corpus {
namespace {

constexpr int kRate = 16000;

std::vector<float> Sine(double seconds, double amplitude) {
  std::vector<float> wav(static_cast<size_t>(seconds * kRate));
  for (size_t i = 0; i < wav.size(); ++i)
    wav[i] = static_cast<float>(
        amplitude * std::sin(2 * std::numbers::pi * 200 * static_cast<double>(i) / kRate));
  return wav;
}

TEST(SoundFacts, MeasuresALevelTone) {
  const SoundFacts facts = MeasureSound(Sine(1, 0.5), kRate);
  EXPECT_NEAR(facts.peak, 0.5, 1e-3);
  EXPECT_NEAR(facts.level, 0.5 / std::numbers::sqrt2, 1e-3);
  EXPECT_NEAR(facts.offset, 0, 1e-6);
  EXPECT_EQ(facts.clipped, 0U);
  EXPECT_EQ(facts.silence, 0);
  EXPECT_EQ(facts.edge_silence, 0);
}

TEST(SoundFacts, CountsPlateausAsClippedButNotSinglePeaks) {
  std::vector<float> wav = Sine(1, 0.5);
  wav[100] = 1;
  wav[200] = wav[201] = -1;
  EXPECT_EQ(MeasureSound(wav, kRate).clipped, 0U);
  wav[300] = wav[301] = wav[302] = wav[303] = 1;
  EXPECT_EQ(MeasureSound(wav, kRate).clipped, 4U);
}

TEST(SoundFacts, FindsSilenceAtTheEndsAndWithin) {
  std::vector<float> wav(kRate / 2);  // 0.5 s of silence, 1 s sound, 1 s silence, 1 s sound
  for (const double amplitude : {0.5, 0.0, 0.5}) {
    const std::vector<float> part = Sine(1, amplitude);
    wav.insert(wav.end(), part.begin(), part.end());
  }
  const SoundFacts facts = MeasureSound(wav, kRate);
  EXPECT_NEAR(facts.silence, 1.5 / 3.5, 0.01);
  EXPECT_NEAR(facts.edge_silence, 0.5, 0.03);
}

TEST(SoundFacts, FindsAnOffset) {
  std::vector<float> wav = Sine(1, 0.2);
  for (float& x : wav) x += 0.05F;
  EXPECT_NEAR(MeasureSound(wav, kRate).offset, 0.05, 1e-3);
}

TEST(SoundFacts, NothingIsSilence) {
  EXPECT_EQ(MeasureSound({}, kRate).silence, 1);
  const SoundFacts zeros = MeasureSound(std::vector<float>(kRate), kRate);
  EXPECT_EQ(zeros.silence, 1);
  EXPECT_NEAR(zeros.edge_silence, 1, 1e-9);
  EXPECT_EQ(zeros.level, 0);
}

TEST(SoundFacts, SaysThatSamplesAreNotFinite) {
  std::vector<float> wav = Sine(0.1, 0.5);
  EXPECT_TRUE(MeasureSound(wav, kRate).finite);
  wav[7] = NAN;
  EXPECT_FALSE(MeasureSound(wav, kRate).finite);
}

}  // namespace
}  // namespace bv2::corpus
