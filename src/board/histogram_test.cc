#include "board/histogram.h"

#include <cmath>
#include <numeric>

#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

TEST(Histogram, SumsUp) {
  const std::vector<float> values = {-2, 0.5F, 0.5F, 4, NAN, INFINITY};
  const Histogram histogram = MakeHistogram(values);
  EXPECT_EQ(histogram.min, -2);
  EXPECT_EQ(histogram.max, 4);
  EXPECT_EQ(histogram.count, 4);
  EXPECT_EQ(histogram.sum, 3);
  EXPECT_EQ(histogram.sum_of_squares, 4 + 0.5 + 16);
  ASSERT_EQ(histogram.limits.size(), histogram.counts.size());
  EXPECT_EQ(std::accumulate(histogram.counts.begin(), histogram.counts.end(), 0.0), 4);
}

TEST(Histogram, EveryValueLiesInItsBucket) {
  for (const float value : {-3e19F, -1.0F, -1e-13F, 0.0F, 1e-13F, 0.3F, 1.0F, 5e19F}) {
    const Histogram histogram = MakeHistogram(std::vector{value});
    ASSERT_EQ(histogram.limits.size(), 2U) << value;  // an empty bucket gives the lower end
    EXPECT_EQ(histogram.counts, (std::vector<double>{0, 1})) << value;
    EXPECT_LE(histogram.limits[0], value);
    EXPECT_LT(value, histogram.limits[1]);
  }
}

TEST(Histogram, BearsValuesBeyondAllBuckets) {
  EXPECT_EQ(MakeHistogram(std::vector{3e38F}).counts.back(), 1);
  EXPECT_EQ(MakeHistogram(std::vector{-3e38F}).counts, (std::vector<double>{1}));
  EXPECT_TRUE(MakeHistogram({}).counts.empty());
  EXPECT_EQ(MakeHistogram(std::vector{NAN}).count, 0);
}

}  // namespace
}  // namespace bv2::board
