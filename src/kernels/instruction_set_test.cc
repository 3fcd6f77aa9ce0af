#include "kernels/instruction_set.h"

#include <gtest/gtest.h>

#include "hwy/highway.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

TEST(InstructionSetTest, LimitsToEachSetAtHand) {
  const std::vector<std::string> all = InstructionSets();
  ASSERT_FALSE(all.empty());
  for (size_t i = 0; i < all.size(); ++i) {
    LimitInstructionSet(all[i]);
    EXPECT_EQ(InstructionSets(), std::vector<std::string>(all.begin() + i, all.end()));
    hwy::DisableTargets(0);
  }
  EXPECT_EQ(InstructionSets(), all);
}

TEST(InstructionSetTest, RefusesOthers) {
  test::ExpectError(ErrorCode::kInvalidArgument, "'mmx'", [] { LimitInstructionSet("mmx"); });
}

}  // namespace
}  // namespace bv2::kernels
