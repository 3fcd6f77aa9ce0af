#include "board/train_log.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

TEST(TrainLog, WritesTheOriginalsLines) {
  const test::TemporaryFolder folder;
  const auto model = folder / "小明";
  std::filesystem::create_directory(model);
  TrainLog(model / "").Info("one");
  TrainLog log(model);
  log.Warning("two");
  log.Error("three");
  const std::string time = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2},[0-9]{3}";
  EXPECT_THAT(ReadFile(model / "train.log"),
              testing::MatchesRegex(time + "\t小明\tINFO\tone\n" + time + "\t小明\tWARNING\ttwo\n" +
                                    time + "\t小明\tERROR\tthree\n"));
}

TEST(TrainLog, SaysWhereItCannotWrite) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kIo, "nowhere/train.log", [&] { TrainLog(folder / "nowhere"); });
}

}  // namespace
}  // namespace bv2::board
