#include "corpus/validate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "audio/write.h"
#include "base/file.h"
#include "corpus/feature_file.h"
#include "corpus/report.h"
#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr int kRate = 16000;

// A corpus of twenty good recordings of Ann for training and one for validation, to be spoilt.
class Validate : public testing::Test {
 protected:
  Validate() {
    for (int i = 0; i < 21; ++i) {
      WriteWav(Wav(i), {.pitch = 100.0 + i, .seconds = 1 + 0.01 * i});
      const std::string line = Line(i);
      (i < 20 ? training_ : validation_).push_back(line);
    }
  }

  struct Sound {
    double pitch = 200;
    double seconds = 1;
    double amplitude = 0.3;
    double offset = 0;
    int rate = kRate;
    int channels = 1;
    audio::SampleType type = audio::SampleType::kPcm16;
  };

  std::string Wav(int i) const { return (folder_ / fmt::format("{}.wav", i)).string(); }

  void WriteWav(const std::string& path, const Sound& sound) const {
    std::vector<float> samples;
    const auto frames = static_cast<int>(sound.seconds * sound.rate);
    for (int i = 0; i < frames; ++i)
      for (int channel = 0; channel < sound.channels; ++channel)
        samples.push_back(static_cast<float>(
            sound.offset +
            sound.amplitude * std::sin(2 * std::numbers::pi * sound.pitch * i / sound.rate)));
    for (float& x : samples) x = std::clamp(x, -1.0F, 1.0F);
    audio::WriteAudio(
        path, {.sample_type = sound.type, .sample_rate = sound.rate, .channels = sound.channels},
        samples);
  }

  std::string Line(int i, const std::string& speaker = "Ann") const {
    return fmt::format("{}|{}|EN|ab cd.|_ ey b iy s iy d iy . _|0 2 0 2 0 2 0 2 0 0|1 3 4 1 1",
                       Wav(i), speaker);
  }

  ValidationReport Run(const ValidateOptions& options = {}) const {
    ReplaceFile(folder_ / "train.list", fmt::format("{}\n", fmt::join(training_, "\n")));
    ReplaceFile(folder_ / "val.list", fmt::format("{}\n", fmt::join(validation_, "\n")));
    auto config = model::Config::Read(test::TestData("voices/noise/config.json"));
    config.data.training_files = folder_ / "train.list";
    config.data.validation_files = folder_ / "val.list";
    config.data.spk2id = speakers_;
    return corpus::Validate(config, options, ThreadPool(2), [](size_t, size_t) {});
  }

  // The findings of a check, as a terminal shows them.
  std::vector<std::string> Find(Check check, const ValidateOptions& options = {}) const {
    std::vector<std::string> lines;
    for (const Finding& finding : Run(options).findings)
      if (finding.check == check) lines.push_back(FindingLine(finding));
    return lines;
  }

  test::TemporaryFolder folder_;
  std::vector<std::string> training_, validation_;
  std::vector<std::pair<std::string, size_t>> speakers_ = {{"Ann", 0}};
};

TEST_F(Validate, FindsNothingInAGoodCorpus) {
  const ValidationReport report = Run();
  EXPECT_TRUE(report.findings.empty()) << TextReport(report, 10);
  EXPECT_FALSE(report.TrainingWouldFail());
  EXPECT_EQ(report.speakers.at("Ann").training, 20U);
  EXPECT_EQ(report.speakers.at("Ann").validation, 1U);
  EXPECT_NEAR(report.speakers.at("Ann").seconds, 21 * 1.1, 0.01);
  EXPECT_EQ(report.coverage.symbols.at("iy"), 60U);
  EXPECT_EQ((report.coverage.tones.at({text::Language::kEn, 2})), 80U);
}

TEST_F(Validate, NamesTheLineOfEachFaultOfText) {
  training_[1] += " 7";
  training_[2].replace(training_[2].find("ey"), 2, "qq");
  training_[3].replace(training_[3].find("|0 2"), 4, "|0 4");
  training_[4].replace(training_[4].find("Ann"), 3, "Bob");
  EXPECT_THAT(Find(Check::kList), Contains(HasSubstr("train.list:2: 10 phones")));
  EXPECT_THAT(Find(Check::kSymbol), Contains(HasSubstr("train.list:3): phone 2 is 'qq'")));
  EXPECT_THAT(Find(Check::kTone), Contains(HasSubstr("train.list:4): tone 2 is 4; EN has 0 to 3")));
  EXPECT_THAT(Find(Check::kSpeaker), Contains(HasSubstr("train.list:5): 'Bob' is not in")));
  EXPECT_EQ(Run().Count(Severity::kFault), 4U);
  EXPECT_TRUE(Run().TrainingWouldFail());
}

TEST_F(Validate, NamesTheFaultsOfRecordings) {
  std::filesystem::remove(Wav(0));
  ReplaceFile(Wav(1), "");
  WriteWav(Wav(2), {.rate = 22050});
  WriteWav(Wav(3), {.channels = 2});
  WriteWav(Wav(4), {.type = audio::SampleType::kFloat32});
  const std::string whole = ReadFile(Wav(5));
  ReplaceFile(Wav(5), whole.substr(0, whole.size() / 2));
  EXPECT_THAT(Find(Check::kAudio), testing::ElementsAre(HasSubstr("0.wav"), HasSubstr("1.wav")));
  EXPECT_THAT(Find(Check::kSampleRate),
              testing::ElementsAre(HasSubstr("22050 Hz; it must be 16000")));
  EXPECT_THAT(Find(Check::kChannels), testing::ElementsAre(HasSubstr("2 channels")));
  EXPECT_THAT(Find(Check::kSampleType),
              testing::ElementsAre(HasSubstr("4.wav"), HasSubstr("breaks off")));
}

TEST_F(Validate, SaysWhatTheSamplerLeavesOut) {
  WriteWav(Wav(0), {.seconds = 0.2});
  WriteWav(Wav(1), {.seconds = 9});
  const auto lines = Find(Check::kLeftOut);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], HasSubstr("9.00 s are 1125 frames; training takes 33 to 1000"));
  EXPECT_THAT(lines[1], HasSubstr("0.20 s"));
  EXPECT_FALSE(Run().TrainingWouldFail());
  // The sampler of a trainer that takes short ones would hand the decoder too little.
  WriteWav(Wav(0), {.seconds = 0.1});
  EXPECT_THAT(Find(Check::kSegment, {.sampled_frames = {5, 2000}}),
              testing::ElementsAre(HasSubstr("1600 samples; train.segment_size is 2048")));
}

TEST_F(Validate, FailsWhenNothingCanBeTrainedOn) {
  training_ = {"nonsense"};
  EXPECT_THAT(Find(Check::kList), Contains(HasSubstr("nothing in it can be trained on")));
}

TEST_F(Validate, ChecksStoredFeatures) {
  const auto write = [&](int i, const char* suffix, size_t channels, size_t time) {
    WriteFeature(FeaturePath(Wav(i), suffix), ZeroFeatures(channels, time));
  };
  write(0, ".spec.pt", 257, 125);  // 16000 samples
  EXPECT_TRUE(Find(Check::kSpectrogram).empty());
  write(0, ".spec.pt", 257, 124);
  ReplaceFile(FeaturePath(Wav(1), ".spec.pt"), "half a fi");
  EXPECT_THAT(
      Find(Check::kSpectrogram),
      testing::ElementsAre(HasSubstr("[257, 124]; it must be [257, 125]"), HasSubstr("1.spec.pt")));
  training_[0] = fmt::format("{}|Ann|ZH|啊.|_ AA a . _|0 1 1 0 0|1 2 1 1", Wav(0));
  EXPECT_THAT(Find(Check::kBert), testing::ElementsAre(HasSubstr("0.bert.pt")));
  EXPECT_TRUE(Find(Check::kBert, {.bert = false}).empty());
  write(0, ".bert.pt", 1024, 11);
  EXPECT_TRUE(Find(Check::kBert).empty());
}

// What training looks at before its first step.
TEST_F(Validate, WithoutListeningFindsWhatWouldStopATraining) {
  const ValidateOptions quick = {.listen = false};
  EXPECT_TRUE(Run(quick).findings.empty());
  std::filesystem::remove(Wav(0));
  ReplaceFile(Wav(1), "no wav");
  WriteWav(Wav(2), {.rate = 22050});
  WriteWav(Wav(3), {.channels = 2});
  WriteWav(Wav(4), {.type = audio::SampleType::kFloat32});
  const std::string whole = ReadFile(Wav(5));
  ReplaceFile(Wav(5), whole.substr(0, whole.size() / 2));
  WriteWav(Wav(6), {.amplitude = 3});  // clipped: heard only
  training_[7].replace(training_[7].find("Ann"), 3, "Bob");
  training_[8] = fmt::format("{}|Ann|ZH|啊.|_ AA a . _|0 1 1 0 0|1 2 1 1", Wav(8));
  EXPECT_THAT(Find(Check::kAudio, quick),
              testing::ElementsAre(HasSubstr("0.wav"), HasSubstr("1.wav")));
  EXPECT_THAT(Find(Check::kSampleRate, quick), testing::ElementsAre(HasSubstr("2.wav")));
  EXPECT_THAT(Find(Check::kChannels, quick), testing::ElementsAre(HasSubstr("3.wav")));
  EXPECT_THAT(Find(Check::kSampleType, quick),
              testing::ElementsAre(HasSubstr("4.wav"), HasSubstr("breaks off")));
  EXPECT_THAT(Find(Check::kBert, quick), testing::ElementsAre(HasSubstr("8.bert.pt")));
  EXPECT_EQ(Run(quick).findings.size(), 8U);
  EXPECT_TRUE(Find(Check::kBert, {.computed_bert = {text::Language::kZh}}).empty());
  validation_ = {"nonsense"};
  EXPECT_EQ(Run({.validation = false, .listen = false}).findings.size(), 8U);
}

TEST_F(Validate, WarnsOfBadSound) {
  WriteWav(Wav(0), {.amplitude = 3});
  WriteWav(Wav(1), {.offset = 0.1});
  WriteWav(Wav(2), {.amplitude = 0.01});
  WriteWav(Wav(3), {.amplitude = 0});
  EXPECT_THAT(Find(Check::kClipping), testing::ElementsAre(HasSubstr("0.wav")));
  EXPECT_THAT(Find(Check::kOffset), testing::ElementsAre(HasSubstr("+0.100 of full scale")));
  EXPECT_THAT(Find(Check::kLevel), testing::ElementsAre(HasSubstr("3.wav"), HasSubstr("2.wav")));
  EXPECT_THAT(Find(Check::kSilence), testing::ElementsAre(HasSubstr("100 % of 1.0 s")));
  EXPECT_FALSE(Run().TrainingWouldFail());
}

TEST_F(Validate, SuspectsATranscriptThatIsMuchTooShort) {
  WriteWav(Wav(0), {.pitch = 300, .seconds = 4});
  EXPECT_THAT(Find(Check::kPace), testing::ElementsAre(HasSubstr("1.8 phones a second")));
  EXPECT_THAT(Find(Check::kDuration), testing::ElementsAre(HasSubstr("4.0 s, usual for Ann is")));
}

TEST_F(Validate, FindsTheSameRecordingByNameAndBySound) {
  training_.push_back(training_[0]);
  std::filesystem::copy_file(Wav(3), Wav(20), std::filesystem::copy_options::overwrite_existing);
  EXPECT_THAT(Find(Check::kRepeated), testing::ElementsAre(HasSubstr("the same as")));
  EXPECT_THAT(Find(Check::kShared), testing::ElementsAre(HasSubstr("train.list:4")));
}

TEST_F(Validate, FindsSpeakersWithoutRecordings) {
  speakers_.emplace_back("Bob", 1);
  EXPECT_THAT(Find(Check::kIdleSpeaker), testing::ElementsAre(HasSubstr("'Bob', number 1")));
}

TEST_F(Validate, ShardsTakeEachLineOnce) {
  training_[5] = "nonsense";
  std::vector<size_t> lines;
  size_t faults = 0;
  for (const size_t index : {0, 1, 2}) {
    const ValidationReport report = Run({.shard = {.index = index, .count = 3}});
    faults += report.Count(Severity::kFault);
    for (const UtteranceFacts& facts : report.utterances)
      if (facts.training) lines.push_back(facts.line);
  }
  std::ranges::sort(lines);
  ASSERT_EQ(lines.size(), 20U);
  EXPECT_EQ(lines.front(), 1U);
  EXPECT_EQ(lines.back(), 20U);
  EXPECT_EQ(faults, 1U);
}

TEST_F(Validate, PageHoldsWhatWasFoundAndNothingFromElsewhere) {
  training_[4].replace(training_[4].find("Ann"), 3, "<b>Bob");
  const std::string html = HtmlReport(Run());
  EXPECT_THAT(html, HasSubstr("1 fault, 0 warnings: training would fail"));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;Bob"));
  EXPECT_THAT(html, testing::Not(HasSubstr("<b>Bob")));
  for (const char* outside : {"<script", "http:", "https:", "src=", "@import", "url("})
    EXPECT_THAT(html, testing::Not(HasSubstr(outside)));
}

TEST_F(Validate, JsonHoldsEveryFinding) {
  std::filesystem::remove(Wav(0));
  const Json json = JsonReport(Run());
  EXPECT_TRUE(json.At("training_would_fail").AsBool());
  EXPECT_EQ(json.At("findings").AsArray()[0].At("check").AsString(), "audio");
  EXPECT_EQ(json.At("utterances").AsArray().size(), 21U);
}

}  // namespace
}  // namespace bv2::corpus
