#include "eval/checkpoints.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::eval {
namespace {

TEST(CheckpointsOf, AreInTheOrderOfTheirSteps) {
  const test::TemporaryFolder folder;
  for (const char* name : {"G_1000.pth", "G_200.pth", "G_0.pth", "D_300.pth", "G_.pth", "G_1a.pth",
                           "G_-5.pth", "G_7.safetensors", "config.json", "G_.pt"})
    ReplaceFile(folder / name, "");
  std::vector<int64_t> steps;
  for (const Checkpoint& checkpoint : CheckpointsOf(folder.path())) {
    steps.push_back(*checkpoint.step);
    EXPECT_EQ(StepOf(checkpoint.file), checkpoint.step);
  }
  EXPECT_EQ(steps, (std::vector<int64_t>{0, 200, 1000}));
}

TEST(CheckpointsOf, AFolderWithoutAnyIsAnError) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "holds no G_*.pth",
                    [&] { CheckpointsOf(folder.path()); });
  test::ExpectError(ErrorCode::kNotFound, "holds no G_*.pth",
                    [&] { CheckpointsOf(folder / "none"); });
}

}  // namespace
}  // namespace bv2::eval
