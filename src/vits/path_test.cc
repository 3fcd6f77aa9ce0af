#include "vits/path.h"

#include <cmath>
#include <limits>

#include "base/buffer.h"
#include "tests/support/test_support.h"

namespace bv2::vits {
namespace {

TEST(FramesPerPhoneTest, RoundsUpAndScales) {
  const std::vector<float> logw{std::log(1.2f), std::log(3.0f), -50.0f};
  std::vector<int> frames(3);
  EXPECT_EQ(FramesPerPhone(logw, 2.0f, 100, frames), 10u);
  EXPECT_THAT(frames, testing::ElementsAre(3, 6, 1));
}

TEST(FramesPerPhoneTest, NeverGivesAnEmptyUtterance) {
  const std::vector<float> logw{-std::numeric_limits<float>::infinity()};
  std::vector<int> frames(1);
  EXPECT_EQ(FramesPerPhone(logw, 1.0f, 100, frames), 1u);
  EXPECT_EQ(frames[0], 0);
}

TEST(FramesPerPhoneTest, RefusesAbsurdDurations) {
  std::vector<int> frames(1);
  for (const float bad : {20.0f, std::numeric_limits<float>::quiet_NaN(), 1000.0f})
    test::ExpectError(ErrorCode::kOutOfRange, "phone 1 of 1 would last",
                      [&] { FramesPerPhone(std::vector<float>{bad}, 1.0f, 100, frames); });
}

TEST(ExpandTest, RepeatsRowsAlongThePath) {
  Matrix phones(2, 3), frames(5, 3);
  phones(0, 1) = 1;
  phones(1, 1) = 2;
  frames(4, 1) = 9;
  Expand(phones, std::vector<int>{1, 3}, frames);
  for (const auto& [t, value] :
       std::vector<std::pair<size_t, float>>{{0, 1.0f}, {1, 2.0f}, {2, 2.0f}, {3, 2.0f}, {4, 0.0f}})
    EXPECT_EQ(frames(t, 1), value) << t;
}

TEST(SamplePriorTest, ScalesNoiseByTheDeviation) {
  Matrix mean(1, 1), logs(1, 1), noise(1, 1), z(1, 1);
  mean(0, 0) = 1;
  logs(0, 0) = std::log(2.0f);
  noise(0, 0) = 3;
  SamplePrior(mean, logs, noise, 0.5f, z);
  EXPECT_FLOAT_EQ(z(0, 0), 4.0f);
}

}  // namespace
}  // namespace bv2::vits
