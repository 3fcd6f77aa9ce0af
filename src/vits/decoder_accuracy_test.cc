#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/random_decoder.h"
#include "tests/support/test_support.h"

namespace bv2::vits {
namespace {

using kernels::ConvAccuracy;

constexpr size_t kInter = 6;
constexpr size_t kGin = 4;

// Blocks of every method of convolution; 384 channels also split their outputs between threads.
struct Case {
  ConvAccuracy accuracy;
  size_t channels;
  size_t frames;
};

DecoderShape Shape(ConvAccuracy accuracy, size_t channels) {
  return {.inter = kInter,
          .initial_channels = channels,
          .gin = kGin,
          .upsample_rates = {4, 2, 2},
          .upsample_taps = {8, 5, 2},
          .resblock_taps = {3, 7, 11},
          .resblock_dilations = {{1, 3}, {1, 5}, {1, 3}},
          .accuracy = accuracy};
}

class DecoderAccuracyTest : public testing::TestWithParam<Case> {
 protected:
  DecoderAccuracyTest() : DecoderAccuracyTest(Shape(GetParam().accuracy, GetParam().channels)) {}
  explicit DecoderAccuracyTest(const DecoderShape& shape)
      : weights_(test::RandomDecoder::Make(shape)), decoder_(weights_, shape, ThreadPool(2)) {}

  std::vector<float> Decode(const Decoder& decoder, size_t frames, size_t chunk, int threads = 2) {
    const ThreadPool pool(threads);
    const auto values = test::RandomFloats(frames * kInter, 5);
    std::vector<float> audio;
    decoder.Decode({values.data(), frames, kInter}, test::RandomFloats(kGin, 9), chunk,
                   [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); },
                   {.pool = pool, .arena = arena_});
    return audio;
  }
  std::vector<float> Decode(size_t frames, size_t chunk, int threads = 2) {
    return Decode(decoder_, frames, chunk, threads);
  }

  model::Weights weights_;
  Decoder decoder_;
  Arena arena_;
};

void ExpectClose(const std::vector<float>& audio, const std::vector<float>& expected,
                 float tolerance) {
  ASSERT_EQ(audio.size(), expected.size());
  float worst = 0.0f;
  for (size_t i = 0; i < audio.size(); ++i)
    worst = std::max(worst, std::abs(audio[i] - expected[i]));
  EXPECT_LT(worst, tolerance);
}

// Groups of outputs that are computed together start where a chunk starts, which changes the
// rounding and nothing else.
TEST_P(DecoderAccuracyTest, EveryChunkSizeGivesTheSameSamples) {
  const size_t frames = GetParam().frames;
  const auto whole = Decode(frames, frames);
  EXPECT_GT(*std::ranges::max_element(whole), 0.1f);
  for (size_t chunk = 1; chunk < frames; chunk += 1 + chunk / 5) {
    SCOPED_TRACE(chunk);
    ExpectClose(Decode(frames, chunk), whole, 1e-5f);
  }
}

TEST_P(DecoderAccuracyTest, EqualChunksGiveTheSameBitsOnEveryThreadCount) {
  const auto one = Decode(70, 32, 1);
  EXPECT_EQ(Decode(70, 32, 2), one);
  EXPECT_EQ(Decode(70, 32, 4), one);
}

// A chunk does not know what follows: longer audio begins with the same bits, as far as the first
// chunk completes it.
TEST_P(DecoderAccuracyTest, LongerAudioBeginsTheSame) {
  const auto longer = Decode(96, 32);
  const auto shorter = Decode(64, 32);
  const auto complete = static_cast<ptrdiff_t>(12 * decoder_.hop());
  EXPECT_TRUE(std::equal(shorter.begin(), shorter.begin() + complete, longer.begin()));
}

TEST_P(DecoderAccuracyTest, SamplesAreThoseOfDirectConvolutions) {
  const DecoderShape shape = Shape(ConvAccuracy::kDirect, GetParam().channels);
  const Decoder direct(weights_, shape, ThreadPool(2));
  ExpectClose(Decode(60, 32), Decode(direct, 60, 32), 1e-5f);
}

INSTANTIATE_TEST_SUITE_P(
    Accuracies, DecoderAccuracyTest,
    testing::Values(Case{ConvAccuracy::kSafe, 128, 318}, Case{ConvAccuracy::kFast, 128, 318},
                    Case{ConvAccuracy::kSafe, 384, 40}, Case{ConvAccuracy::kFast, 384, 40}),
    [](const auto& instance) {
      const Case& c = instance.param;
      return (c.accuracy == ConvAccuracy::kSafe ? "Safe" : "Fast") + std::to_string(c.channels);
    });

}  // namespace
}  // namespace bv2::vits
