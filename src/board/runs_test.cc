#include "board/runs.h"

#include <fstream>
#include <map>

#include "board/event_writer.h"
#include "board/record.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

std::vector<int64_t> Steps(const Series& series) {
  std::vector<int64_t> steps;
  for (const Entry& entry : series.entries) steps.push_back(entry.step);
  return steps;
}

std::string Record(const Event& event) {
  std::string file;
  AppendRecord(EncodeEvent(event), file);
  return file;
}

TEST(Runs, OneForEachFolder) {
  const test::TemporaryFolder folder;
  EventWriter(folder.path()).AddScalar("a", 1, 1);
  EventWriter(folder / "eval").AddScalar("b", 2, 2);
  std::ofstream(folder / "train.log") << "no event";
  const auto runs = ReadRuns(folder.path());
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].name, ".");
  EXPECT_EQ(runs[0].series.at(0).tag, "a");
  EXPECT_EQ(runs[1].name, "eval");
  EXPECT_EQ(runs[1].series.at(0).tag, "b");
}

// Killed at step 30, resumed from the checkpoint of step 20.
TEST(Runs, AResumedRunReplacesLaterSteps) {
  const test::TemporaryFolder folder;
  const auto write = [&](std::optional<int64_t> first, const std::vector<int64_t>& steps) {
    EventWriter writer(folder.path(), first);
    for (const int64_t step : steps) writer.AddScalar("x", static_cast<double>(step), step);
  };
  write(std::nullopt, {0, 10, 20, 30});
  write(20, {20, 30, 40});
  const auto runs = ReadRuns(folder.path());
  EXPECT_EQ(runs.at(0).files, 2U);
  EXPECT_EQ(Steps(runs[0].series.at(0)), (std::vector<int64_t>{0, 10, 20, 30, 40}));
}

// Files that TensorBoard's own writer made (tests/data/board).
TEST(Runs, ReadsTensorBoardsOwnFiles) {
  const auto runs = ReadRuns(test::TestData("board/tensorboard"));
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].files, 2U);
  EXPECT_TRUE(runs[0].problems.empty());
  std::map<std::string, Series> series;
  for (const auto& run : runs)
    for (const Series& each : run.series) series[run.name + ":" + each.tag] = each;
  const auto scalar = [&](const std::string& tag, size_t i) {
    return std::get<Scalar>(series[tag].entries.at(i).content).value;
  };
  // Resumed at step 20.
  EXPECT_EQ(Steps(series[".:loss/g/total"]), (std::vector<int64_t>{0, 10, 20, 30, 40}));
  EXPECT_EQ(scalar(".:loss/g/total", 1), 59);
  EXPECT_EQ(scalar(".:loss/g/total", 2), 38);
  EXPECT_EQ(scalar(".:tensor/scalar", 1), 0.5);
  EXPECT_EQ(series[".:loss/g/total"].entries[1].wall_time, 1700000010);
  EXPECT_EQ(std::get<Picture>(series[".:all/mel"].entries.at(0).content).width, 2);
  EXPECT_EQ(std::get<Histogram>(series[".:weights"].entries.at(0).content).counts,
            (std::vector<double>{1, 2}));
  EXPECT_TRUE(std::holds_alternative<Other>(series[".:notes/text"].entries.at(0).content));
  EXPECT_EQ(std::get<Sound>(series["eval:gen/audio_0_True"].entries.at(0).content).frames, 4);
}

TEST(Runs, ADamagedFileGivesWhatComesBefore) {
  Event event{.step = 1};
  event.values = {{"x", Scalar{1}}};
  const std::string record = Record(event);
  board::Run run;
  AddEvents(record + record.substr(0, 10), "cut", run);
  EXPECT_EQ(run.series.at(0).entries.size(), 1U);
  EXPECT_EQ(run.problems.at(0), "cut: the last record is cut, 10 bytes are left out");
  std::string changed = record + record + record;
  changed[record.size() + 20] = static_cast<char>(changed[record.size() + 20] ^ 1);
  AddEvents(changed, "changed", run);
  EXPECT_EQ(run.series[0].entries.size(), 2U);
  EXPECT_NE(run.problems.at(1).find("the checksum of the data"), std::string::npos);
}

TEST(Runs, SaysWhatIsMissing) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "holds no event files", [&] { ReadRuns(folder.path()); });
  test::ExpectError(ErrorCode::kNotFound, "nowhere", [&] { ReadRuns(folder / "nowhere"); });
  std::ofstream(folder / "notes.txt") << "This is certainly not an event file.";
  test::ExpectError(ErrorCode::kCorruptFile, "no event file",
                    [&] { ReadRuns(folder / "notes.txt"); });
}

}  // namespace
}  // namespace bv2::board
