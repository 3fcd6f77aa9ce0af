#include "corpus/outliers.h"

#include <gtest/gtest.h>

namespace bv2::corpus {
namespace {

TEST(Outliers, MedianIsTheMiddle) {
  EXPECT_EQ(Median({}), 0);
  EXPECT_EQ(Median({5}), 5);
  EXPECT_EQ(Median({9, 1, 5}), 5);
  EXPECT_EQ(Median({9, 1, 5, 7}), 6);
}

TEST(Outliers, OneWildValueDoesNotHideItself) {
  const std::vector<double> scores = RobustScores({1, 2, 3, 4, 1000}, 0.1);
  EXPECT_DOUBLE_EQ(scores[2], 0);
  EXPECT_NEAR(scores[0], -2 / 1.4826, 1e-12);
  EXPECT_GT(scores[4], 600);
}

TEST(Outliers, EqualValuesLeaveRoomForTheLeastDeviation) {
  EXPECT_DOUBLE_EQ(RobustScores({2, 2, 2, 2.5}, 0.25)[3], 2);
}

}  // namespace
}  // namespace bv2::corpus
