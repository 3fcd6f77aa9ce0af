#include "train/dist/world.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/test_support.h"

namespace bv2::train {
namespace {

class WorldTest : public testing::Test {
 protected:
  WorldTest() { Clear(); }
  ~WorldTest() override { Clear(); }
  static void Set(const char* name, const char* value) { setenv(name, value, 1); }

 private:
  static void Clear() {
    for (const char* name : {"RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT"})
      unsetenv(name);
  }
};

TEST_F(WorldTest, WithoutVariablesIsAWorldOfOne) {
  const World world = WorldFromEnvironment();
  EXPECT_EQ(world.size, 1);
  EXPECT_TRUE(world.leads());
  EXPECT_FALSE(world.distributed());
}

TEST_F(WorldTest, ReadsWhatTorchrunSets) {
  Set("RANK", "3");
  Set("WORLD_SIZE", "4");
  Set("LOCAL_RANK", "1");
  Set("MASTER_ADDR", "node-0");
  Set("MASTER_PORT", "29500");
  const World world = WorldFromEnvironment();
  EXPECT_EQ(world.rank, 3);
  EXPECT_EQ(world.size, 4);
  EXPECT_EQ(world.local_rank, 1);
  EXPECT_EQ(world.master_address, "node-0");
  EXPECT_EQ(world.master_port, 29500);
  EXPECT_FALSE(world.leads());
}

TEST_F(WorldTest, NamesWhatIsMissing) {
  Set("WORLD_SIZE", "2");
  Set("RANK", "0");
  test::ExpectError(ErrorCode::kInvalidArgument, "MASTER_ADDR is not", WorldFromEnvironment);
  Set("MASTER_ADDR", "localhost");
  test::ExpectError(ErrorCode::kInvalidArgument, "MASTER_PORT is not", WorldFromEnvironment);
}

TEST_F(WorldTest, NamesWhatIsOutOfRange) {
  Set("WORLD_SIZE", "2");
  Set("RANK", "2");
  test::ExpectError(ErrorCode::kInvalidArgument,
                    "RANK is '2'; it must be a whole number from 0 to 1", WorldFromEnvironment);
  Set("WORLD_SIZE", "two");
  test::ExpectError(ErrorCode::kInvalidArgument, "WORLD_SIZE is 'two'", WorldFromEnvironment);
}

}  // namespace
}  // namespace bv2::train
