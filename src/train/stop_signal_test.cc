#include "train/stop_signal.h"

#include <gtest/gtest.h>

#include <csignal>

namespace bv2::train {
namespace {

TEST(StopSignal, AsksOnce) {
  const StopSignal stop;
  EXPECT_FALSE(stop.asked());
  std::raise(SIGTERM);
  EXPECT_TRUE(stop.asked());
}

TEST(StopSignal, SurvivesASecondSigterm) {
  const StopSignal stop;
  std::raise(SIGTERM);
  std::raise(SIGTERM);
  EXPECT_TRUE(stop.asked());
}

TEST(StopSignalDeathTest, EndsAtOnceWithASecondSigint) {
  EXPECT_EXIT(
      {
        const StopSignal stop;
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace bv2::train
