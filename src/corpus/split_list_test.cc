#include "corpus/split_list.h"

#include <gtest/gtest.h>

namespace bv2::corpus {
namespace {

std::string Texts(const std::vector<const CleanLine*>& lines) {
  std::string texts;
  for (const CleanLine* line : lines) texts += line->text + " ";
  return texts;
}

std::vector<CleanLine> Lines(size_t count) {
  std::vector<CleanLine> lines;
  for (size_t i = 0; i < count; ++i)
    lines.push_back({std::string(1, "ABAC"[i % 4]), std::to_string(i)});
  return lines;
}

// The expected orders are those of the original's code in Python 3.11 after random.seed(seed).
TEST(SplitLines, SplitsAsTheOriginalDoes) {
  const auto lines = Lines(14);
  const Split split = SplitLines(lines, {.val_per_spk = 2, .max_val_total = 5, .seed = 1234});
  EXPECT_EQ(Texts(split.train), "10 8 0 6 12 13 1 3 11 ");
  EXPECT_EQ(Texts(split.val), "2 4 9 5 7 ");
  const std::vector<std::pair<std::string, size_t>> ids = {{"A", 0}, {"B", 1}, {"C", 2}};
  EXPECT_EQ(split.spk2id, ids);
  const Split other = SplitLines(lines, {.val_per_spk = 4, .max_val_total = 8, .seed = 7});
  EXPECT_EQ(Texts(other.train), "6 2 4 7 3 11 ");
  EXPECT_EQ(Texts(other.val), "10 12 8 0 5 1 13 9 ");
}

TEST(SplitLines, OfFewLinesAllAreForValidation) {
  const auto lines = Lines(3);
  const Split split = SplitLines(lines, {.seed = 0});
  EXPECT_TRUE(split.train.empty());
  EXPECT_EQ(split.val.size(), 3u);
  EXPECT_TRUE(SplitLines({}, {}).spk2id.empty());
}

}  // namespace
}  // namespace bv2::corpus
