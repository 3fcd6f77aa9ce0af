#include "corpus/histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace bv2::corpus {
namespace {

TEST(Histogram, BinsHaveARoundWidthAndHoldEverything) {
  const Histogram histogram = Bin({0.3, 0.4, 1.1, 1.15, 3.9}, 8);
  EXPECT_DOUBLE_EQ(histogram.width, 0.5);
  EXPECT_DOUBLE_EQ(histogram.first, 0);
  EXPECT_THAT(histogram.counts, testing::ElementsAre(2, 0, 2, 0, 0, 0, 0, 1));
}

TEST(Histogram, WorksForOneValueNegativeOnesAndNone) {
  EXPECT_TRUE(Bin({}, 10).counts.empty());
  EXPECT_TRUE(Bin({NAN, -INFINITY}, 10).counts.empty());
  for (const std::vector<double>& values : {std::vector<double>{-3}, {0, 0, 0}, {-60, -1, 0}}) {
    const std::vector<size_t> counts = Bin(values, 20).counts;
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), size_t{0}), values.size());
    EXPECT_LE(counts.size(), 22U);
  }
}

TEST(Histogram, PictureHasABarForEachBin) {
  const Histogram histogram = Bin({1, 2, 3}, 3);
  const std::string svg = HistogramSvg(histogram, "Length", "s");
  size_t bars = 0;
  for (size_t at = svg.find("<rect"); at != svg.npos; at = svg.find("<rect", at + 1)) ++bars;
  EXPECT_EQ(bars, histogram.counts.size());
  EXPECT_TRUE(svg.starts_with("<svg") && svg.ends_with("</svg>"));
}

}  // namespace
}  // namespace bv2::corpus
