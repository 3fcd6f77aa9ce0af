#include "train/dist/launch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "tests/support/test_support.h"

namespace bv2::train {
namespace {

class LaunchTest : public testing::Test {
 protected:
  int Launch(const std::string& script, int processes, double grace_seconds = 20) const {
    return LaunchRanks({.command = {"sh", "-c", script, "sh", folder_.path().string()},
                        .processes = processes,
                        .grace_seconds = grace_seconds});
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  test::TemporaryFolder folder_;
};

TEST_F(LaunchTest, EachProcessHasItsRank) {
  const int status = Launch(
      R"(echo $RANK $LOCAL_RANK $WORLD_SIZE $MASTER_ADDR >"$1/$RANK"; [ "$MASTER_PORT" -gt 0 ])",
      3);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Read("0"), "0 0 3 127.0.0.1\n");
  EXPECT_EQ(Read("2"), "2 2 3 127.0.0.1\n");
}

TEST_F(LaunchTest, ADeathStopsTheOthersAndIsNamed) {
  testing::internal::CaptureStderr();
  const auto begin = std::chrono::steady_clock::now();
  const int status = Launch(R"([ $RANK = 1 ] && kill -9 $$; exec sleep 60)", 3);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(status, 128 + SIGKILL);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  EXPECT_NE(log.find("rank 1 ("), std::string::npos) << log;
  EXPECT_NE(log.find("was killed by signal 9"), std::string::npos) << log;
}

TEST_F(LaunchTest, WhoIgnoresTheRequestToStopIsKilled) {
  const int status = Launch(R"(trap '' TERM; [ $RANK = 0 ] && exit 3
                               while :; do sleep 0.1; done)",
                            2, /*grace_seconds=*/0.3);
  EXPECT_EQ(status, 3);
}

TEST_F(LaunchTest, PassesSignalsOn) {
  // Only LaunchRanks may take the signal that is sent to this process.
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &held, &before);
  std::thread later([this] {
    while (!std::filesystem::exists(folder_ / "ready0") ||
           !std::filesystem::exists(folder_ / "ready1"))
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    kill(getpid(), SIGTERM);
  });
  const int status = Launch(R"(trap 'touch "$1/saved$RANK"; exit 0' TERM
                               touch "$1/ready$RANK"; while :; do sleep 0.05; done)",
                            2);
  later.join();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "saved0"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "saved1"));
}

TEST_F(LaunchTest, ACommandThatDoesNotExistIsAnError) {
  EXPECT_EQ(LaunchRanks({.command = {"/no/such/program"}, .processes = 2}), 127);
}

TEST_F(LaunchTest, RefusesNoProcesses) {
  test::ExpectError(ErrorCode::kInvalidArgument, "0 processes were asked for",
                    [&] { Launch("true", 0); });
}

}  // namespace
}  // namespace bv2::train
