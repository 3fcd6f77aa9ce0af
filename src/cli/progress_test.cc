#include "cli/progress.h"

#include <gtest/gtest.h>

namespace bv2::cli {
namespace {

TEST(Progress, ShowsShareAndTimeLeft) {
  EXPECT_EQ(ProgressLine("speaking", 0, 6, 0.1), "speaking ░░░░░░░░░░░░░░░░░░░░   0 %  0/6");
  EXPECT_EQ(ProgressLine("speaking", 3, 6, 72),
            "speaking ██████████░░░░░░░░░░  50 %  3/6  0.0417/s  1:12 left");
  EXPECT_EQ(ProgressLine("speaking", 6, 6, 144), "speaking ████████████████████ 100 %  6/6");
}

TEST(Progress, BearsOddCounts) {
  EXPECT_EQ(ProgressLine("x", 9, 6, 1), "x ████████████████████ 100 %  9/6");
  EXPECT_EQ(ProgressLine("x", 0, 0, 1), "x ████████████████████ 100 %  0/0");
}

}  // namespace
}  // namespace bv2::cli
