#include "dsp/stream_resampler.h"

#include <cmath>

#include "dsp/resample.h"
#include "tests/support/test_support.h"

namespace bv2::dsp {
namespace {

std::vector<float> Sine(size_t count) {
  std::vector<float> samples(count);
  for (size_t i = 0; i < count; ++i) samples[i] = std::sin(0.05f * static_cast<float>(i));
  return samples;
}

std::vector<float> InPieces(const std::vector<float>& samples, size_t piece, int from, int to) {
  StreamResampler resampler(from, to);
  std::vector<float> out;
  const auto append = [&](std::span<const float> made) {
    out.insert(out.end(), made.begin(), made.end());
  };
  for (size_t i = 0; i < samples.size(); i += piece)
    append(resampler.Push(std::span(samples).subspan(i, std::min(piece, samples.size() - i))));
  append(resampler.Finish());
  return out;
}

TEST(StreamResamplerTest, PiecesGiveTheWhole) {
  const std::vector<float> samples = Sine(44100);
  const std::vector<float> whole = Resample(samples, 1, 44100, 48000);
  for (const size_t piece : {1u, 512u, 44100u}) {
    const std::vector<float> out = InPieces(samples, piece, 44100, 48000);
    ASSERT_EQ(out.size(), whole.size()) << piece;
    for (size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], whole[i], 1e-6) << piece;
  }
}

TEST(StreamResamplerTest, NothingGivesNothing) {
  EXPECT_TRUE(InPieces({}, 1, 16000, 48000).empty());
}

TEST(StreamResamplerTest, ImpossibleRatesAreRefused) {
  test::ExpectError(ErrorCode::kInvalidArgument, "from 0 to 48000 Hz",
                    [] { StreamResampler(0, 48000); });
}

}  // namespace
}  // namespace bv2::dsp
