#include "board/train_progress.h"

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

TEST(TrainProgress, SaysAllThatIsKnown) {
  EXPECT_EQ(ProgressText({.step = 1200,
                          .last_step = 20000,
                          .epoch = 3,
                          .part = 0.454,
                          .losses = {{"mel", 18.314}, {"kl", 1.42}},
                          .memory = 3'410'000'000},
                         2.306),
            "epoch 3  45 %  step 1200/20000  2.31 steps/s  2 h 15 min left  mel 18.3  kl 1.42  "
            "3.4 GB");
  EXPECT_EQ(ProgressText({.step = 7}, 0), "epoch 1  0 %  step 7");
  EXPECT_EQ(ProgressText({.step = 7, .memory = 99'600'000}, 0.25),
            "epoch 1  0 %  step 7  4.0 s/step  100 MB");
}

TEST(TrainProgress, DurationsHaveTwoUnits) {
  EXPECT_EQ(DurationText(0), "0 s");
  EXPECT_EQ(DurationText(59.4), "59 s");
  EXPECT_EQ(DurationText(200), "3 min 20 s");
  EXPECT_EQ(DurationText(8160), "2 h 16 min");
  EXPECT_EQ(DurationText(356400), "4 d 3 h");
  EXPECT_EQ(DurationText(-1), "0 s");
}

TEST(TrainProgress, KnowsItsMemory) {
  EXPECT_GT(ResidentMemory(), 1'000'000U);
  EXPECT_LT(ResidentMemory(), uint64_t{1} << 40);
}

// Steps of 0.5 s after a first one of 20 s, which counts less and less.
TEST(TrainProgress, WritesALineEveryHalfMinuteToAFile) {
  const test::TemporaryFolder folder;
  std::FILE* file = std::fopen((folder / "out").c_str(), "w");
  double now = 100;
  {
    TrainProgress progress(file, [&] { return now; });
    progress.Update({.step = 0, .last_step = 1000});
    now += 20;
    for (int64_t step = 1; step <= 200; ++step, now += 0.5)
      progress.Update({.step = step, .last_step = 1000});
    progress.Print("done");
  }
  std::fclose(file);
  EXPECT_EQ(ReadFile(folder / "out"),
            "epoch 1  0 %  step 0/1000\n"
            "epoch 1  0 %  step 21/1000  1.4 s/step  23 min 19 s left\n"
            "epoch 1  0 %  step 81/1000  1.35 steps/s  11 min 21 s left\n"
            "epoch 1  0 %  step 141/1000  2.00 steps/s  7 min 10 s left\n"
            "done\n");
}

}  // namespace
}  // namespace bv2::board
