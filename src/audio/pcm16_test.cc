#include "audio/pcm16.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

#include "tests/support/test_support.h"

namespace bv2::audio {
namespace {

int16_t Convert(float x) {
  std::array<int16_t, 1> out{};
  ToPcm16(std::array{x}, out);
  return out[0];
}

TEST(Pcm16, RoundsToNearest) {
  EXPECT_EQ(Convert(0.0F), 0);
  EXPECT_EQ(Convert(0.5F), 16384);
  EXPECT_EQ(Convert(1.4F / 32768), 1);
  EXPECT_EQ(Convert(1.6F / 32768), 2);
  EXPECT_EQ(Convert(-1.6F / 32768), -2);
  EXPECT_EQ(Convert(2.5F / 32768), 2);  // a tie goes to even
}

TEST(Pcm16, ClipsInsteadOfWrapping) {
  EXPECT_EQ(Convert(1.0F), 32767);
  EXPECT_EQ(Convert(-1.0F), -32768);
  EXPECT_EQ(Convert(7.5F), 32767);
  EXPECT_EQ(Convert(-std::numeric_limits<float>::infinity()), -32768);
}

TEST(Pcm16, NanIsSilence) { EXPECT_EQ(Convert(std::numeric_limits<float>::quiet_NaN()), 0); }

TEST(Pcm16, RefusesBuffersOfDifferentLength) {
  std::vector<int16_t> out(2);
  test::ExpectError(ErrorCode::kInvalidArgument, "3 samples do not fit a buffer of 2", [&] {
    ToPcm16(std::array{0.0F, 0.0F, 0.0F}, out);
  });
}

}  // namespace
}  // namespace bv2::audio
