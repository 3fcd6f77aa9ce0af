#include "train/checkpoint/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/test_support.h"

namespace bv2::train {
namespace {

namespace fs = std::filesystem;

class CheckpointFolder : public testing::Test {
 protected:
  void Touch(const std::string& name) const { std::ofstream(folder_ / name) << "x"; }
  void TouchAll(int64_t step) const {
    const CheckpointFiles files = CheckpointAt(folder_.path(), step);
    for (const fs::path& file :
         {files.generator, files.discriminator, files.durations, files.state})
      Touch(file.filename());
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path()))
      names.push_back(entry.path().filename());
    return names;
  }
  test::TemporaryFolder folder_;
};

TEST_F(CheckpointFolder, NothingInAnEmptyOrMissingFolder) {
  EXPECT_FALSE(LatestCheckpoint(folder_.path()).has_value());
  EXPECT_FALSE(LatestCheckpoint(folder_ / "none").has_value());
}

TEST_F(CheckpointFolder, TheLatestCompleteStepCounts) {
  TouchAll(900);
  TouchAll(1000);
  Touch("G_2000.pth");  // its discriminator was never written
  Touch("G_x.pth");
  Touch("G_.pth");
  const auto latest = LatestCheckpoint(folder_.path());
  ASSERT_TRUE(latest.has_value());
  EXPECT_EQ(latest->step, 1000);
  EXPECT_EQ(latest->state.filename(), "state_1000.pt");
}

TEST_F(CheckpointFolder, AForeignCheckpointHasNoState) {
  Touch("G_0.pth");
  Touch("D_0.pth");
  const auto latest = LatestCheckpoint(folder_.path());
  ASSERT_TRUE(latest.has_value());
  EXPECT_TRUE(latest->state.empty());
  EXPECT_TRUE(latest->durations.empty());
}

TEST_F(CheckpointFolder, OldOnesGoButTheBaseModelStays) {
  for (const int64_t step : {0, 100, 200, 1000}) TouchAll(step);
  Touch("config.json");
  EXPECT_EQ(RemoveOldCheckpoints(folder_.path(), 2).size(), 4u);
  EXPECT_THAT(Names(), testing::UnorderedElementsAre(
                           "G_0.pth", "D_0.pth", "DUR_0.pth", "state_0.pt", "G_200.pth",
                           "D_200.pth", "DUR_200.pth", "state_200.pt", "G_1000.pth", "D_1000.pth",
                           "DUR_1000.pth", "state_1000.pt", "config.json"));
}

TEST_F(CheckpointFolder, KeepZeroKeepsAll) {
  for (const int64_t step : {100, 200}) TouchAll(step);
  EXPECT_TRUE(RemoveOldCheckpoints(folder_.path(), 0).empty());
  EXPECT_EQ(Names().size(), 8u);
}

}  // namespace
}  // namespace bv2::train
