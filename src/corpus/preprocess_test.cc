#include "corpus/preprocess.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "base/json.h"
#include "model/config.h"
#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class PreprocessTest : public testing::Test {
 protected:
  PreprocessTest() {
    fs::copy_file(test::TestData("golden/models/b16/config.json"), folder_ / "config.json");
  }

  std::string Wav(const std::string& name) {
    const fs::path path = folder_ / name;
    if (!fs::exists(path)) ReplaceFile(path, "RIFF");
    return path.string();
  }
  void List(const std::string& content) { ReplaceFile(folder_ / "my.list", content); }
  std::string Read(const char* name) { return ReadFile(folder_ / name); }

  PreprocessOptions Options() {
    return {.transcription_path = folder_ / "my.list",
            .train_path = folder_ / "lists/train.list",
            .val_path = folder_ / "lists/val.list",
            .config_path = folder_ / "config.json",
            .split = {.val_per_spk = 1},
            .frontends = {.data = test::ProductData("")}};
  }
  PreprocessSummary Run(const PreprocessOptions& options) {
    size_t last = 0;
    return Preprocess(options, pool_, [&](size_t done, size_t total) {
      EXPECT_EQ(done, ++last);
      EXPECT_LE(done, total);
    });
  }
  PreprocessSummary Run() { return Run(Options()); }

  // Runs with the one line added to two good ones and returns why it was rejected.
  std::string Reason(const std::string& line) {
    List(Wav("a.wav") + "|Ann|ZH|你好\n" + Wav("b.wav") + "|王|ZH|世界\n" + line + "\n");
    const PreprocessSummary summary = Run();
    EXPECT_EQ(summary.lines, 3u);
    EXPECT_EQ(summary.rejections.size(), 1u) << line.substr(0, 80);
    if (summary.rejections.empty()) return "";
    EXPECT_EQ(summary.rejections[0].line, 3u);
    EXPECT_THAT(Read("my.list.rejected"), HasSubstr("3\t" + summary.rejections[0].reason + "\t"));
    return summary.rejections[0].reason;
  }

  test::TemporaryFolder folder_;
  ThreadPool pool_{2};
};

TEST_F(PreprocessTest, CleansSplitsAndNumbersSpeakers) {
  List("\xEF\xBB\xBF" + Wav("a.wav") + "|Ann|zh|你好\r\n\r\n" + Wav("b b.wav") +
       "|王 五|EN|Hello, world.\r\n" + Wav("c.wav") + "|Ann|ZH|世界\r\n");
  const PreprocessSummary summary = Run();
  EXPECT_EQ(summary.train, 1u);
  EXPECT_EQ(summary.val, 2u);
  EXPECT_EQ(summary.speakers, 2u);
  EXPECT_TRUE(summary.rejections.empty());
  EXPECT_FALSE(fs::exists(folder_ / "my.list.rejected"));
  EXPECT_EQ(Read("my.list.cleaned"),
            Wav("a.wav") + "|Ann|ZH|你好|_ n i h ao _|0 2 2 3 3 0|1 2 2 1\n" + Wav("b b.wav") +
                "|王 五|EN|Hello, world.|_ hh ah l ow , w er l d . _|0 0 1 0 2 0 0 2 0 0 0 0|"
                "1 1 1 1 1 1 1 1 1 1 1 1\n" +
                Wav("c.wav") + "|Ann|ZH|世界|_ sh ir j ie _|0 4 4 4 4 0|1 2 2 1\n");
  EXPECT_EQ(ReadCleanedList(folder_ / "lists/train.list").size(), 1u);
  EXPECT_EQ(ReadCleanedList(folder_ / "lists/val.list").size(), 2u);
  const auto config = model::Config::Read(folder_ / "config.json");
  const std::vector<std::pair<std::string, size_t>> ids = {{"Ann", 0}, {"王 五", 1}};
  EXPECT_EQ(config.data.spk2id, ids);
}

TEST_F(PreprocessTest, KeepsEveryOtherByteOfTheConfig) {
  std::string text = Read("config.json");
  const size_t begin = text.find("\"spk2id\": "), end = text.find('}', begin) + 1;
  text.replace(begin, end - begin,
               "\"spk2id\": {},\n \"note\":\t\"\\u4f60 1e-9\",  \"x\": 1.50e-07");
  ReplaceFile(folder_ / "config.json", text);
  List(Wav("a.wav") + "|Ann|ZH|你好\n");
  Run();
  const std::string now = Read("config.json");
  EXPECT_EQ(now.substr(0, begin), text.substr(0, begin));
  const std::string_view tail = std::string_view(text).substr(text.find(",\n \"note\""));
  EXPECT_TRUE(now.ends_with(tail)) << now;
  EXPECT_EQ(Json::Parse(now, "now").At("data").At("spk2id").Dump(), "{\"Ann\": 0}");
}

TEST_F(PreprocessTest, ASecondRunWritesNothing) {
  List(Wav("a.wav") + "|Ann|ZH|你好\n" + Wav("b.wav") + "|Ann|ZH|世界\nbroken\n");
  EXPECT_EQ(Run().written.size(), 5u);  // rejected, cleaned, train, val, config
  const PreprocessSummary second = Run();
  EXPECT_TRUE(second.written.empty());
  EXPECT_EQ(second.train, 1u);
  EXPECT_EQ(second.rejections.size(), 1u);
  // What was repaired is rejected no more.
  List(Wav("a.wav") + "|Ann|ZH|你好\n" + Wav("b.wav") + "|Ann|ZH|世界\n");
  EXPECT_TRUE(Run().written.empty());
  EXPECT_FALSE(fs::exists(folder_ / "my.list.rejected"));
}

TEST_F(PreprocessTest, RejectsLinesThatTrainingCannotUse) {
  EXPECT_THAT(Reason("a|b"), HasSubstr("my.list:3: 'a|b' has 2 fields, 4 are needed"));
  EXPECT_THAT(Reason(Wav("c.wav") + "|Ann|ZH|你|好"),
              HasSubstr("within a field there may be no |"));
  EXPECT_THAT(Reason(Wav("c.wav") + "|Ann|FR|bonjour"), HasSubstr("'FR' is not a language"));
  EXPECT_THAT(Reason((folder_ / "absent.wav").string() + "|Ann|ZH|你好"),
              HasSubstr("does not exist"));
  EXPECT_THAT(Reason(folder_.path().string() + "/|Ann|ZH|你好"), HasSubstr("not a .wav file"));
  EXPECT_THAT(Reason(Wav("c.mp3") + "|Ann|ZH|你好"), HasSubstr("bertvits2 resample makes one"));
  ReplaceFile(folder_ / "empty.wav", "");
  EXPECT_THAT(Reason(Wav("empty.wav") + "|Ann|ZH|你好"), HasSubstr("an empty file"));
  EXPECT_THAT(Reason(Wav("c.wav") + "|Ann|ZH|……？！"),
              HasSubstr("nothing that can be spoken in ZH"));
  EXPECT_THAT(Reason(Wav("a.wav") + "|Ann|ZH|你好"), HasSubstr("it repeats line 1"));
  std::string endless;
  for (int i = 0; i < 150; ++i) endless += "好";
  EXPECT_THAT(Reason(Wav("c.wav") + "|Ann|ZH|" + endless),
              HasSubstr("302 phones, at most 300 are allowed"));
  EXPECT_THAT(Reason(Wav("c.wav") + "|Ann|ZH|" + std::string("你\0好", 7)), HasSubstr("NUL byte"));
  EXPECT_THAT(Reason(std::string(1 << 20, 'x')), HasSubstr("1048576 bytes"));
  EXPECT_LT(Read("my.list.rejected").size(), 1000u);
}

TEST_F(PreprocessTest, OfTextsThatContradictEachOtherNoneIsTaken) {
  List(Wav("a.wav") + "|Ann|ZH|你好\n" + Wav("b.wav") + "|Ann|ZH|世界\n" +
       (folder_ / "./a.wav").string() + "|Ann|ZH|你们好\n");
  const PreprocessSummary summary = Run();
  ASSERT_EQ(summary.rejections.size(), 2u);
  EXPECT_THAT(summary.rejections[0].reason, HasSubstr("line 3 gives"));
  EXPECT_THAT(summary.rejections[1].reason, HasSubstr("line 1 gives"));
}

TEST_F(PreprocessTest, CountsWhatTrainingWouldLeaveOut) {
  std::string text;
  for (int i = 0; i < 70; ++i) text += "床";
  List(Wav("a.wav") + "|Ann|ZH|" + text + "\n");  // 142 phones: "_ ch uang ch uang …"
  const PreprocessSummary summary = Run();
  EXPECT_TRUE(summary.rejections.empty());
  EXPECT_EQ(summary.too_long_for_training, 1u);
}

TEST_F(PreprocessTest, TakesCleanedListsAsTheyAre) {
  const std::string line = "absent.wav|Ann|ZH|你好|_ n i h ao _|0 2 2 3 3 0|1 2 2 1\n";
  List(line + "broken\n");
  PreprocessOptions options = Options();
  options.clean = false;
  const PreprocessSummary summary = Run(options);
  EXPECT_EQ(Read("lists/val.list"), line);
  EXPECT_EQ(summary.rejections.size(), 1u);
  EXPECT_FALSE(fs::exists(folder_ / "my.list.cleaned"));
}

TEST_F(PreprocessTest, ShardsJoinedAreTheWhole) {
  std::string list;
  for (const char* text : {"你好", "世界", "broken|", "天气", "真好", "我们"})
    list += Wav(std::string(text) + ".wav") + "|Ann|ZH|" + text + "\n";
  List(list);
  Run();
  const std::string whole = Read("my.list.cleaned");
  const std::string config = Read("config.json");
  fs::remove(folder_ / "my.list.cleaned");
  PreprocessOptions options = Options();
  std::string joined;
  size_t rejected = 0;
  for (const size_t i : {0, 1, 2, 3}) {
    options.shard = Shard{i, 4};
    const PreprocessSummary summary = Run(options);
    EXPECT_EQ(summary.cleaned.filename(), fmt::format("my.list.cleaned.0000{}-of-00004", i));
    joined += ReadFile(summary.cleaned);
    rejected += summary.rejections.size();
  }
  EXPECT_EQ(joined, whole);
  EXPECT_EQ(rejected, 1u);
  EXPECT_EQ(Read("config.json"), config);
  EXPECT_FALSE(fs::exists(folder_ / "my.list.cleaned"));
}

TEST_F(PreprocessTest, RemovesWhatAKilledRunLeft) {
  List(Wav("a.wav") + "|Ann|ZH|你好\n");
  ReplaceFile(folder_ / "config.json.AbCdEf.tmp", "half");
  ReplaceFile(folder_ / "other.tmp", "not ours");
  Run();
  EXPECT_FALSE(fs::exists(folder_ / "config.json.AbCdEf.tmp"));
  EXPECT_TRUE(fs::exists(folder_ / "other.tmp"));
}

TEST_F(PreprocessTest, RefusesWhatCannotBeDone) {
  test::ExpectError(ErrorCode::kNotFound, "my.list", [&] { Run(); });
  List(Wav("a.wav") + "|Ann|JP|こんにちは\n");
  test::ExpectError(ErrorCode::kInvalidArgument, "my.list:1: to clean Japanese", [&] { Run(); });
  List("broken\n");
  test::ExpectError(ErrorCode::kInvalidArgument, "no line is left", [&] { Run(); });
  List(Wav("a.wav") + "|Ann|ZH|你好\n");
  PreprocessOptions options = Options();
  options.val_path = options.train_path;
  test::ExpectError(ErrorCode::kInvalidArgument, "stands for two", [&] { Run(options); });
  options = Options();
  options.clean = false;
  options.shard = Shard{0, 2};
  test::ExpectError(ErrorCode::kInvalidArgument, "only cleaning", [&] { Run(options); });
  options = Options();
  options.frontends.data = folder_.path();
  test::ExpectError(ErrorCode::kNotFound, folder_.path().string(), [&] { Run(options); });
  // More speakers than the network has room for: nothing is written.
  const size_t room = model::Config::Read(folder_ / "config.json").data.n_speakers;
  std::string list;
  for (size_t i = 0; i <= room; ++i)
    list += fmt::format("{}|S{}|ZH|你好\n", Wav(fmt::format("{}.wav", i)), i);
  List(list);
  test::ExpectError(ErrorCode::kInvalidArgument, "below data.n_speakers", [&] { Run(); });
  EXPECT_FALSE(fs::exists(folder_ / "lists/train.list"));
}

}  // namespace
}  // namespace bv2::corpus
