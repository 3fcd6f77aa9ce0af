#include "train/run_state.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/test_support.h"
#include "train/learning_rate.h"

namespace bv2::train {
namespace {

TEST(RunState, ComesBackAsItWas) {
  const test::TemporaryFolder folder;
  const auto path = folder / "state_41.pt";
  RunState state{.next_step = 42,
                 .epoch = 7,
                 .next_batch = 3,
                 .world_size = 2,
                 .loss_scale = 1024,
                 .loss_scale_age = 17,
                 .learning_rate = 3e-4,
                 .cpu_random = {CpuRandom(), CpuRandom()},
                 .device_random = {DeviceRandom(torch::kCPU), DeviceRandom(torch::kCPU)}};
  WriteRunState(path, state);
  const RunState read = ReadRunState(path);
  EXPECT_EQ(read.next_step, 42);
  EXPECT_EQ(read.epoch, 7);
  EXPECT_EQ(read.next_batch, 3);
  EXPECT_EQ(read.world_size, 2);
  EXPECT_EQ(read.loss_scale, 1024);
  EXPECT_EQ(read.loss_scale_age, 17);
  EXPECT_EQ(read.learning_rate, 3e-4);
  ASSERT_EQ(read.cpu_random.size(), 2u);
  EXPECT_TRUE(torch::equal(read.cpu_random[1], state.cpu_random[1]));
  EXPECT_EQ(read.device_random.size(), 2u);
}

TEST(RunState, RandomNumbersGoOn) {
  torch::manual_seed(1);
  const torch::Tensor state = CpuRandom();
  const torch::Tensor first = torch::randn(100);
  SetCpuRandom(state);
  EXPECT_TRUE(torch::equal(torch::randn(100), first));
}

TEST(RunState, SomethingElseIsRefused) {
  const auto golden = test::TestData("golden/train/b16/DUR_5.pth");
  test::ExpectError(ErrorCode::kCorruptFile, "has no 'next_step'", [&] { ReadRunState(golden); });
}

// golden/train/lr_schedule.json
TEST(LearningRate, FallsFromEpochToEpoch) {
  const LearningRate rate{.first = 3e-4, .decay = 0.999875};
  EXPECT_DOUBLE_EQ(rate.At(1), 0.0003);
  EXPECT_DOUBLE_EQ(rate.At(2), 0.0002999625);
  EXPECT_DOUBLE_EQ(rate.At(6), 0.000299812546869141);
}

TEST(LearningRate, AsTheOriginalResumes) {
  const LearningRate kept = ResumedAsOriginal(0.00029988751406191406, 0.999875, 4);
  EXPECT_DOUBLE_EQ(kept.At(4), 0.00029985002812265633);
  EXPECT_DOUBLE_EQ(kept.At(6), 0.00029977507030078235);
  const LearningRate skipped = ResumedAsOriginal(3e-4, 0.999875, 4);
  EXPECT_DOUBLE_EQ(skipped.At(4), 0.0002999625);
}

}  // namespace
}  // namespace bv2::train
