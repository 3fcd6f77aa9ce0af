#include "board/event_writer.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audio/read.h"
#include "board/runs.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

const Series& Find(const Run& run, std::string_view tag) {
  for (const Series& series : run.series)
    if (series.tag == tag) return series;
  throw std::runtime_error("no tag " + std::string(tag));
}

TEST(EventWriter, WhatItWritesIsRead) {
  const test::TemporaryFolder folder;
  const std::vector<float> samples = {0, 0.5F, -0.5F};
  {
    EventWriter writer(folder / "logs");
    writer.AddScalar("loss/g/mel", 41.5, 7);
    writer.AddImage("all/mel", {2, 1, {plot::kBlack, plot::kWhite}}, 7);
    writer.AddSound("gen/audio_0_True", samples, 44100, 7);
    writer.AddHistogram("weights", samples, 7);
  }
  const auto runs = ReadRuns(folder.path());
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].name, "logs");
  EXPECT_TRUE(runs[0].problems.empty());
  const Entry& mel = Find(runs[0], "loss/g/mel").entries.at(0);
  EXPECT_EQ(mel.step, 7);
  EXPECT_NEAR(mel.wall_time, static_cast<double>(::time(nullptr)), 60);
  EXPECT_EQ(std::get<Scalar>(mel.content).value, 41.5);
  const auto& picture = std::get<Picture>(Find(runs[0], "all/mel").entries.at(0).content);
  EXPECT_EQ(picture.width, 2);
  EXPECT_EQ(picture.file.substr(1, 3), "PNG");
  const auto& sound = std::get<Sound>(Find(runs[0], "gen/audio_0_True").entries.at(0).content);
  EXPECT_EQ(sound.frames, 3);
  EXPECT_EQ(audio::ReadAudio(std::as_bytes(std::span(sound.file)), "wav").samples, samples);
  EXPECT_EQ(std::get<Histogram>(Find(runs[0], "weights").entries.at(0).content).count, 3);
}

TEST(EventWriter, NamesFilesAsTensorBoardExpects) {
  const test::TemporaryFolder folder;
  const EventWriter one(folder.path()), two(folder.path());
  const std::string name = one.path().filename();
  EXPECT_THAT(name, testing::MatchesRegex("events\\.out\\.tfevents\\.[0-9]{10}\\..*"));
  EXPECT_NE(one.path(), two.path());
}

TEST(EventWriter, NothingIsWrittenTwice) {
  const test::TemporaryFolder folder;
  EventWriter writer(folder.path());
  writer.AddScalar("x", 1, 1);
  writer.Flush();
  writer.Flush();
  EXPECT_EQ(ReadRuns(folder.path())[0].series.at(0).entries.size(), 1U);
  writer.AddScalar("x", 2, 2);
  EXPECT_EQ(ReadRuns(folder.path())[0].series.at(0).entries.size(), 1U);
  writer.Flush();
  EXPECT_EQ(ReadRuns(folder.path())[0].series.at(0).entries.size(), 2U);
}

// Killed in the middle of writing large entries: all that was flushed is there.
TEST(EventWriter, AKilledProcessLeavesWholeEntries) {
  const test::TemporaryFolder folder;
  for (int round = 0; round < 5; ++round) {
    const auto run = folder / std::to_string(round);
    const pid_t child = ::fork();
    if (child == 0) {
      EventWriter writer(run);
      const std::vector<float> samples(100000);
      for (int step = 0;; ++step) {
        writer.AddSound("audio", samples, 44100, step);
        writer.AddScalar("x", step, step);
        writer.Flush();
      }
    }
    ::usleep(20000 * (1 + round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto runs = ReadRuns(run);
    ASSERT_FALSE(runs.at(0).series.empty());
    const auto& entries = runs[0].series[0].entries;
    for (size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].step, static_cast<int64_t>(i));
  }
}

// Stands for a disk with space for so many bytes in a file.
void LimitFiles(rlim_t bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(EventWriter, AFullDiskIsReportedAndLosesNothing) {
  const test::TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    LimitFiles(1000);
    int status = 1;
    EventWriter writer(folder.path());
    writer.AddSound("audio", std::vector<float>(1000), 44100, 0);
    try {
      writer.Flush();
    } catch (const Error& error) {
      status = error.code() == ErrorCode::kIo ? 0 : 2;
    }
    LimitFiles(RLIM_INFINITY);
    writer.Flush();
    ::_exit(status);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  const auto runs = ReadRuns(folder.path());
  EXPECT_TRUE(runs.at(0).problems.empty());
  EXPECT_EQ(runs[0].series.at(0).entries.size(), 1U);
}

TEST(EventWriter, SaysWhereItCannotWrite) {
  const test::TemporaryFolder folder;
  EventWriter writer(folder / "a");
  test::ExpectError(ErrorCode::kIo, writer.path().string(),
                    [&] { EventWriter below(writer.path()); });
}

}  // namespace
}  // namespace bv2::board
