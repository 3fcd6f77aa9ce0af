#include "vits/decoder.h"

#include <algorithm>

#include "tests/support/random_decoder.h"
#include "tests/support/test_support.h"

namespace bv2::vits {
namespace {

constexpr size_t kInter = 6;
constexpr size_t kGin = 4;

// Small channel counts are convolved directly.
DecoderShape SmallShape(bool two_convolutions) {
  return {.inter = kInter,
          .initial_channels = 16,
          .gin = kGin,
          .upsample_rates = {4, 3, 2},
          .upsample_taps = {8, 7, 2},
          .resblock_taps = {3, 5},
          .resblock_dilations = {{1, 3}, {2, 4}},
          .two_convolutions = two_convolutions};
}

std::vector<float> DecodeWith(const Decoder& decoder, View<const float> z, size_t chunk_frames,
                              const Context& context) {
  std::vector<float> audio;
  decoder.Decode(
      z, test::RandomFloats(kGin, 9), chunk_frames,
      [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); }, context);
  return audio;
}

Matrix Latent(size_t frames) {
  Matrix z(frames, kInter);
  const auto values = test::RandomFloats(frames * kInter, 5);
  for (size_t t = 0; t < frames; ++t)
    for (size_t c = 0; c < kInter; ++c) z(t, c) = values[t * kInter + c];
  return z;
}

class DecoderTest : public testing::TestWithParam<bool> {
 protected:
  DecoderTest()
      : shape_(SmallShape(GetParam())),
        decoder_(test::RandomDecoder::Make(shape_), shape_, ThreadPool(2)) {}

  std::vector<float> Decode(size_t frames, size_t chunk_frames, int threads = 2) {
    const ThreadPool pool(threads);
    return DecodeWith(decoder_, Latent(frames), chunk_frames, {.pool = pool, .arena = arena_});
  }

  DecoderShape shape_;
  Decoder decoder_;
  Arena arena_;
};

TEST_P(DecoderTest, GivesHopSamplesPerFrame) {
  EXPECT_EQ(decoder_.hop(), 24u);
  EXPECT_EQ(Decode(10, 100).size(), 240u);
  EXPECT_EQ(Decode(1, 100).size(), 24u);
}

TEST_P(DecoderTest, EveryChunkSizeGivesTheSameBits) {
  const auto whole = Decode(37, 1000);
  EXPECT_GT(*std::ranges::max_element(whole), 0.01f);
  for (size_t chunk = 1; chunk <= 38; ++chunk) EXPECT_EQ(Decode(37, chunk), whole) << chunk;
}

TEST_P(DecoderTest, EveryThreadCountGivesTheSameBits) {
  const auto one = Decode(50, 16, 1);
  EXPECT_EQ(Decode(50, 16, 2), one);
  EXPECT_EQ(Decode(50, 16, 4), one);
}

TEST_P(DecoderTest, MemoryDoesNotGrowWithLength) {
  Decode(64, 8);
  const size_t after_short = arena_.capacity_bytes();
  Decode(2048, 8);
  EXPECT_EQ(arena_.capacity_bytes(), after_short);
}

INSTANTIATE_TEST_SUITE_P(ResBlockKinds, DecoderTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "One" : "Two"; });

// Configurations keep the list of three dilations when they change to the other kind of block.
TEST(DecoderDilationsTest, OnesBeyondTheBlocksStepsAreNotUsed) {
  for (const bool two_convolutions : {true, false}) {
    DecoderShape shape = SmallShape(two_convolutions);
    if (two_convolutions)
      for (auto& dilations : shape.resblock_dilations) dilations.push_back(5);
    const auto weights = test::RandomDecoder::Make(shape);
    for (auto& dilations : shape.resblock_dilations) dilations.push_back(7);
    EXPECT_NO_THROW(Decoder(weights, shape, ThreadPool(1)));
  }
}

TEST(DecoderErrorsTest, WrongShapeNamesTensorAndBothShapes) {
  DecoderShape shape = SmallShape(true);
  const auto weights = test::RandomDecoder::Make(shape);
  shape.resblock_taps = {3, 7};
  test::ExpectError(ErrorCode::kInvalidArgument, "resblocks.1.convs1.0.weight has shape [8, 8, 5]",
                    [&] { Decoder(weights, shape, ThreadPool(1)); });
}

}  // namespace
}  // namespace bv2::vits
