#include "board/curves.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

using testing::ElementsAre;

TEST(Curves, TakeTheScalars) {
  const plot::Curve curve =
      CurveOf({"loss", {{1, 0, Scalar{5}}, {2, 0, Other{}}, {3, 0, Scalar{7}}}});
  EXPECT_EQ(curve.name, "loss");
  EXPECT_THAT(curve.x, ElementsAre(1, 3));
  EXPECT_THAT(curve.y, ElementsAre(5, 7));
}

TEST(Curves, SmoothingIsAFadingMean) {
  EXPECT_THAT(Smoothed({1, 2, 4}, 0), ElementsAre(1, 2, 4));
  EXPECT_THAT(Smoothed({4, 4, 4}, 0.9), ElementsAre(4, 4, 4));
  EXPECT_THAT(Smoothed({0, 3, 3}, 0.5), ElementsAre(0, 2, 18.0 / 7));
  const auto gap = Smoothed({0, NAN, 3}, 0.5);
  EXPECT_TRUE(std::isnan(gap[1]));
  EXPECT_EQ(gap[2], 2);
  test::ExpectError(ErrorCode::kInvalidArgument, "the smoothing 1 ", [] { Smoothed({}, 1); });
}

}  // namespace
}  // namespace bv2::board
