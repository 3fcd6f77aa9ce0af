#include "board/train_board.h"

#include <gmock/gmock.h>

#include <map>

#include "base/file.h"
#include "board/runs.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

StepReport Report() {
  return {.step = 200,
          .learning_rate = 0.0003,
          .grad_norm_d = 1,
          .grad_norm_g = 2,
          .total_d = 2.5,
          .total_g = 60,
          .adversarial = 2,
          .features = 3,
          .mel = 50,
          .durations = 4,
          .kl = 1.5,
          .each_g = {0.5, 1.5},
          .each_real = {0.25, 0.5},
          .each_generated = {0.75, 1},
          .more = {{"memory", 7}}};
}

std::map<std::string, double> Scalars(const Run& run) {
  std::map<std::string, double> scalars;
  for (const Series& series : run.series)
    for (const Entry& entry : series.entries)
      if (const auto* scalar = std::get_if<Scalar>(&entry.content))
        scalars[series.tag] = scalar->value;
  return scalars;
}

TEST(TrainBoard, WritesTheOriginalsScalars) {
  const test::TemporaryFolder folder;
  TrainBoard(folder.path()).Step(3, 0.425, Report());
  const auto runs = ReadRuns(folder.path());
  EXPECT_EQ(Scalars(runs.at(0)), (std::map<std::string, double>{{"loss/g/total", 60},
                                                                {"loss/d/total", 2.5},
                                                                {"learning_rate", 0.0003F},
                                                                {"grad_norm_d", 1},
                                                                {"grad_norm_g", 2},
                                                                {"loss/g/fm", 3},
                                                                {"loss/g/mel", 50},
                                                                {"loss/g/dur", 4},
                                                                {"loss/g/kl", 1.5},
                                                                {"loss/g/0", 0.5},
                                                                {"loss/g/1", 1.5},
                                                                {"loss/d_r/0", 0.25},
                                                                {"loss/d_r/1", 0.5},
                                                                {"loss/d_g/0", 0.75},
                                                                {"loss/d_g/1", 1},
                                                                {"memory", 7}}));
}

TEST(TrainBoard, WritesTheOriginalsLines) {
  const test::TemporaryFolder folder;
  TrainBoard board(folder.path());
  board.LogConfig(Json::Parse(R"({"train": {"seed": 1}})", "x"));
  board.Step(3, 0.425, Report());
  board.EpochEnd(3);
  const std::string log = ReadFile(folder / "train.log");
  EXPECT_THAT(log, HasSubstr("\tINFO\t{'train': {'seed': 1}, 'model_dir': '" +
                             folder.path().string() + "'}\n"));
  EXPECT_THAT(log, HasSubstr("\tINFO\tTrain Epoch: 3 [42%]\n"));  // 42.5 to even, as Python
  EXPECT_THAT(log, HasSubstr("\tINFO\t[2.5, 2.0, 3.0, 50.0, 4.0, 1.5, 200, 0.0003]\n"));
  EXPECT_THAT(log, HasSubstr("\tINFO\t====> Epoch: 3\n"));
}

TEST(TrainBoard, WritesTheOriginalsPicturesAndSounds) {
  const test::TemporaryFolder folder;
  const std::vector<float> values(80 * 32, 0.5F);
  const View<const float> mel(values.data(), 80, 32);
  TrainBoard board(folder.path());
  board.Pictures(200, {mel, mel, mel, mel});
  board.Evaluation(200, {.index = 4,
                         .mel = mel,
                         .generated_mel = mel,
                         .audio = std::span(values).first(10),
                         .generated = std::span(values).first(20),
                         .generated_with_sdp = std::span(values).first(30)});
  board.Flush();
  const auto runs = ReadRuns(folder.path());
  std::vector<std::string> training, evaluation;
  for (const Series& series : runs.at(0).series) training.push_back(series.tag);
  EXPECT_THAT(training, ElementsAre("slice/mel_org", "slice/mel_gen", "all/mel", "all/attn"));
  ASSERT_EQ(runs.at(1).name, "eval");
  std::map<std::string, int64_t> frames;
  for (const Series& series : runs[1].series) {
    evaluation.push_back(series.tag);
    if (const auto* sound = std::get_if<Sound>(&series.entries[0].content))
      frames[series.tag] = sound->frames;
  }
  EXPECT_THAT(evaluation, ElementsAre("gen/mel_4", "gt/mel_4", "gen/audio_4_True",
                                      "gen/audio_4_False", "gt/audio_4"));
  EXPECT_EQ(frames, (std::map<std::string, int64_t>{
                        {"gt/audio_4", 10}, {"gen/audio_4_False", 20}, {"gen/audio_4_True", 30}}));
}

TEST(TrainBoard, AResumedRunStartsNewFiles) {
  const test::TemporaryFolder folder;
  for (const auto first : {std::optional<int64_t>(), std::optional<int64_t>(200)})
    TrainBoard(folder.path(), first).Step(1, 0, Report());
  const auto runs = ReadRuns(folder.path());
  EXPECT_EQ(runs.at(0).files, 2U);
  EXPECT_EQ(runs.at(1).files, 2U);
  for (const Series& series : runs[0].series) EXPECT_EQ(series.entries.size(), 1U) << series.tag;
}

}  // namespace
}  // namespace bv2::board
