#include "base/python_random.h"

#include <numeric>

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

std::vector<int> Shuffled(PythonRandom& random, int count) {
  std::vector<int> items(static_cast<size_t>(count));
  std::iota(items.begin(), items.end(), 0);
  random.Shuffle(items);
  return items;
}

// Each from Python 3.11: random.seed(seed), then shuffles of range(10), range(3), range(1000), then
// randrange(5).
TEST(PythonRandom, ShufflesAsPythonDoes) {
  struct Case {
    uint64_t seed;
    std::vector<int> ten, three, thousand;
  };
  const Case cases[] = {
      {0, {7, 8, 1, 5, 3, 4, 2, 0, 9, 6}, {2, 0, 1}, {393, 658, 207}},
      {1, {6, 8, 9, 7, 5, 3, 0, 4, 1, 2}, {1, 2, 0}, {635, 197, 744}},
      {1234, {2, 8, 3, 5, 6, 4, 9, 0, 1, 7}, {1, 2, 0}, {620, 700, 749}},
      {(uint64_t{1} << 40) + 7, {0, 5, 2, 3, 6, 1, 8, 4, 7, 9}, {0, 2, 1}, {354, 805, 628}},
  };
  for (const Case& c : cases) {
    PythonRandom random(c.seed);
    EXPECT_EQ(Shuffled(random, 10), c.ten) << c.seed;
    EXPECT_EQ(Shuffled(random, 3), c.three) << c.seed;
    std::vector<int> thousand = Shuffled(random, 1000);
    thousand.resize(3);
    EXPECT_EQ(thousand, c.thousand) << c.seed;
  }
}

TEST(PythonRandom, ShufflesNothingAndOne) {
  PythonRandom random(0);
  EXPECT_EQ(Shuffled(random, 0), std::vector<int>{});
  EXPECT_EQ(Shuffled(random, 1), std::vector<int>{0});
  EXPECT_EQ(random.Below(1), 0u);
  test::ExpectError(ErrorCode::kInvalidArgument, "below 0", [&] { random.Below(0); });
}

}  // namespace
}  // namespace bv2
