#include "train/checkpoint/saving.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::train {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNames[] = {"state_4.pt", "DUR_4.pth", "D_4.pth", "G_4.pth"};

class Saving : public testing::Test {
 protected:
  void Write(const std::string& content) const {
    WriteTogether(folder_.path(), [&](const fs::path& place) {
      for (const char* name : kNames) ReplaceFile(place / name, content);
    });
  }
  void ExpectAll(const std::string& content) const {
    for (const char* name : kNames) EXPECT_EQ(ReadFile(folder_ / name), content) << name;
    EXPECT_FALSE(fs::exists(folder_ / ".saving"));
  }
  test::TemporaryFolder folder_;
};

TEST_F(Saving, FilesAppearAndAreReplacedTogether) {
  Write("old");
  ExpectAll("old");
  Write("new");
  ExpectAll("new");
}

TEST_F(Saving, KilledWhileMovingItIsFinished) {
  for (size_t moved = 0; moved < 4; ++moved) {
    Write("old");
    fs::create_directories(folder_ / ".saving");
    for (size_t i = 0; i < 4; ++i)
      ReplaceFile(folder_ / (i < moved ? "" : ".saving") / kNames[i], "new");
    FinishWriting(folder_.path());
    ExpectAll("new");
  }
}

TEST_F(Saving, KilledWhileWritingItIsUndone) {
  Write("old");
  fs::create_directories(folder_ / ".saving");
  for (const char* name : {"state_4.pt", "D_4.pth", "G_4.pth.Xy3z.tmp"})
    ReplaceFile(folder_ / ".saving" / name, "new");
  FinishWriting(folder_.path());
  ExpectAll("old");
}

// SIGKILL at any moment: what is there afterwards was saved at one time.
TEST_F(Saving, KilledAtAnyMomentItIsOfOnePiece) {
  size_t seen = 0;
  for (int run = 0; run < 25; ++run) {
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0;; ++i) Write(fmt::format("{} {}", run, i));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(1000 + 1370 * run));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    FinishWriting(folder_.path());
    if (!fs::exists(folder_ / kNames[3])) continue;
    ExpectAll(ReadFile(folder_ / kNames[3]));
    ++seen;
  }
  EXPECT_GT(seen, 0u);
}

// A limit of the size of files stands in for a full disk.
TEST_F(Saving, WhenTheDiskIsFullWhatWasThereStays) {
  Write("old");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{.rlim_cur = 1000, .rlim_max = before.rlim_max};
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  test::ExpectError(ErrorCode::kIo, "File too large", [&] {
    WriteTogether(folder_.path(), [&](const fs::path& place) {
      ReplaceFile(place / "state_4.pt", "new");
      ReplaceFile(place / "G_4.pth", std::string(2000, 'x'));
    });
  });
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  ExpectAll("old");
}

}  // namespace
}  // namespace bv2::train
