#include "plot/ticks.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/support/test_support.h"

namespace bv2::plot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(LinearTicks, AreRoundNumbersWithinTheRange) {
  EXPECT_THAT(LinearTicks(-0.5, 79.5, 5).labels, ElementsAre("0", "20", "40", "60"));
  EXPECT_THAT(LinearTicks(0, 1, 5).labels, ElementsAre("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"));
  EXPECT_THAT(LinearTicks(-11.3, 1.2, 5).labels,
              ElementsAre("−10.0", "−7.5", "−5.0", "−2.5", "0.0"));
  EXPECT_THAT(LinearTicks(-0.1, 0.1, 2).values, ElementsAre(-0.1, 0, 0.1));
  EXPECT_THAT(LinearTicks(41.2, 41.9, 4).labels, ElementsAre("41.2", "41.4", "41.6", "41.8"));
}

TEST(LinearTicks, NeverExceedTheWantedNumberOfSteps) {
  for (double low = -7.7; low < 8; low += 1.3)
    for (double size = 1e-6; size < 1e9; size *= 3.7)
      for (const int most : {1, 2, 5, 9}) {
        const Ticks ticks = LinearTicks(low, low + size, most);
        EXPECT_LE(ticks.values.size(), most + 1) << low << ' ' << size;
        EXPECT_EQ(ticks.values.size(), ticks.labels.size());
        EXPECT_GE(ticks.values.size(), most >= 5 ? 2U : 0U) << low << ' ' << size;
      }
}

TEST(LinearTicks, WholeNumbersOnRequest) {
  EXPECT_THAT(LinearTicks(-0.5, 2.5, 10, true).labels, ElementsAre("0", "1", "2"));
  EXPECT_THAT(LinearTicks(-0.5, 9.5, 4, true).labels, ElementsAre("0", "5"));
  EXPECT_THAT(LinearTicks(-0.5, 99.5, 4, true).labels, ElementsAre("0", "25", "50", "75"));
}

TEST(LinearTicks, VeryLargeAndSmallNumbersHaveAFactor) {
  const Ticks rate = LinearTicks(0.00027, 0.0003, 3);
  EXPECT_THAT(rate.labels, ElementsAre("2.7", "2.8", "2.9", "3.0"));
  EXPECT_EQ(rate.factor, "1e−4");
  const Ticks steps = LinearTicks(0, 2e6, 4);
  EXPECT_THAT(steps.labels, ElementsAre("0.0", "0.5", "1.0", "1.5", "2.0"));
  EXPECT_EQ(steps.factor, "1e6");
  EXPECT_EQ(LinearTicks(0, 900000, 4).factor, "");
}

TEST(LinearTicks, NeedARange) {
  test::ExpectError(ErrorCode::kInvalidArgument, "from 1 to 1", [] { LinearTicks(1, 1, 4); });
  test::ExpectError(ErrorCode::kInvalidArgument, "to inf", [] { LinearTicks(1, INFINITY, 4); });
}

TEST(LogTicks, ArePowersOfTen) {
  const Ticks ticks = LogTicks(0.03, 2000, 6);
  EXPECT_THAT(ticks.labels, ElementsAre("0.1", "1", "10", "100", "1000"));
  EXPECT_EQ(ticks.minor.size(), 7U + 4 * 8 + 1);
  EXPECT_THAT(LogTicks(1e-9, 1e9, 4).labels, ElementsAre("1e−5", "1", "100000"));
  EXPECT_THAT(LogTicks(1e-9, 1e9, 4).minor, IsEmpty());
}

TEST(LogTicks, ShortRangesHaveTheirMultiples) {
  EXPECT_THAT(LogTicks(0.15, 7, 6).labels, ElementsAre("0.2", "0.5", "1", "2", "5"));
  EXPECT_THAT(LogTicks(30, 50, 6).labels, ElementsAre("30", "40", "50"));
  test::ExpectError(ErrorCode::kInvalidArgument, "from 0", [] { LogTicks(0, 1, 4); });
}

}  // namespace
}  // namespace bv2::plot
