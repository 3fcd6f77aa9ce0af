#include "base/rng.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

// Parity with torch is proven by the golden rng case (tests/parity); these hold the contracts.
TEST(RngTest, SameSeedSameDraws) {
  Rng a(7), b(7);
  std::vector<float> x(100), y(100);
  a.FillNormal(x);
  b.FillNormal(y);
  EXPECT_EQ(x, y);
}

TEST(RngTest, StridedPairsCarryOverBetweenCalls) {
  Rng whole(1), parts(1);
  std::vector<float> x(4), y(4);
  whole.FillNormalStrided(x);
  parts.FillNormalStrided(std::span(y).first(3));
  parts.FillNormalStrided(std::span(y).last(1));
  EXPECT_EQ(x, y);
}

TEST(RngTest, PermutationHoldsEveryIndex) {
  Rng rng(3);
  EXPECT_THAT(rng.Permutation(5), testing::UnorderedElementsAre(0, 1, 2, 3, 4));
}

}  // namespace
}  // namespace bv2
