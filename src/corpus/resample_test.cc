#include "corpus/resample.h"

#include <chrono>

#include "audio/write.h"
#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

class ResampleCorpusTest : public testing::Test {
 protected:
  void Record(const std::string& name, const audio::Format& format) {
    fs::create_directories((folder_ / "raw" / name).parent_path());
    std::vector<float> samples(static_cast<size_t>(format.sample_rate * format.channels) / 2);
    for (size_t i = 0; i < samples.size(); ++i) samples[i] = i % 100 < 50 ? 0.25f : -0.25f;
    audio::WriteAudio(folder_ / "raw" / name, format, samples);
  }
  void RecordWav(const std::string& name, int rate = 16000) { Record(name, {.sample_rate = rate}); }
  fs::path Output(const std::string& name) { return folder_ / "dataset" / name; }

  ResampleOptions Options() {
    return {
        .in_dir = folder_ / "raw", .out_dir = folder_ / "dataset", .clip = {.sample_rate = 22050}};
  }
  StepSummary Run() { return Run(Options()); }
  StepSummary Run(const ResampleOptions& options) {
    size_t last = 0;
    auto summary = ResampleCorpus(options, pool_, [&](size_t done, size_t) {
      EXPECT_EQ(done, last + 1);
      last = done;
    });
    EXPECT_EQ(last, summary.written + summary.up_to_date + summary.failures.size());
    return summary;
  }

  test::TemporaryFolder folder_;
  ThreadPool pool_{2};
};

TEST_F(ResampleCorpusTest, ConvertsEveryFormatAtEveryDepth) {
  RecordWav("Ann/a b.wav");
  RecordWav("Ann/deep/er/c.WAV", 48000);
  Record("王/你好.flac",
         {.container = audio::Container::kFlac, .sample_rate = 44100, .channels = 2});
  Record("王/x.ogg", {.container = audio::Container::kOgg});
  Record("王/y.mp3", {.container = audio::Container::kMp3});
  ReplaceFile(folder_ / "raw" / "Ann" / "notes.txt", "not a recording");
  const StepSummary summary = Run();
  EXPECT_EQ(summary.written, 5u);
  EXPECT_TRUE(summary.failures.empty());
  EXPECT_NEAR(summary.amount, 2.5, 0.2);
  for (const char* name :
       {"Ann/a b.wav", "Ann/deep/er/c.wav", "王/你好.wav", "王/x.wav", "王/y.wav"}) {
    const audio::Clip clip = audio::ReadAudio(Output(name));
    EXPECT_EQ(clip.sample_rate, 22050) << name;
    EXPECT_EQ(clip.channels, 1) << name;
    EXPECT_EQ(fs::file_size(Output(name)), 44 + 2 * clip.frames()) << name;
  }
}

// A wav of integers of this many bits, half of full scale in every channel.
std::string WavOf(int bits, int channels) {
  const auto number = [](uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i & 0xFF);
    return text;
  };
  const auto bytes = static_cast<uint32_t>(bits / 8), count = static_cast<uint32_t>(channels);
  // Eight bits are counted from −128, more from 0.
  const std::string sample = number(bits == 8 ? 0xC0 : 1U << (bits - 2), bits / 8);
  std::string data;
  for (uint32_t i = 0; i < 8000 * count; ++i) data += sample;
  return "RIFF" + number(static_cast<uint32_t>(data.size()) + 36, 4) + "WAVEfmt " + number(16, 4) +
         number(1, 2) + number(count, 2) + number(16000, 4) + number(16000 * bytes * count, 4) +
         number(bytes * count, 2) + number(static_cast<uint32_t>(bits), 2) + "data" +
         number(static_cast<uint32_t>(data.size()), 4) + data;
}

TEST_F(ResampleCorpusTest, ReadsWavsOfEveryWidth) {
  fs::create_directories(folder_ / "raw/a");
  for (const int bits : {8, 16, 24, 32})
    for (const int channels : {1, 2, 6})
      ReplaceFile(folder_ / "raw/a" / fmt::format("{}-{}.wav", bits, channels),
                  WavOf(bits, channels));
  ResampleOptions options = Options();
  options.clip.sample_rate = 16000;
  EXPECT_EQ(Run(options).written, 12u);
  for (const auto& entry : fs::directory_iterator(Output("a"))) {
    const audio::Clip clip = audio::ReadAudio(entry.path());
    EXPECT_EQ(clip.channels, 1) << entry.path();
    ASSERT_EQ(clip.frames(), 8000u) << entry.path();
    EXPECT_EQ(clip.samples[4000], 0.5F) << entry.path();
  }
}

TEST_F(ResampleCorpusTest, LeavesAloneWhatIsUpToDate) {
  RecordWav("a/1.wav");
  RecordWav("a/2.wav");
  EXPECT_EQ(Run().written, 2u);
  EXPECT_EQ(Run().up_to_date, 2u);

  fs::last_write_time(folder_ / "raw/a/1.wav",
                      fs::last_write_time(Output("a/1.wav")) + std::chrono::seconds(5));
  const StepSummary newer = Run();
  EXPECT_EQ(newer.written, 1u);
  EXPECT_EQ(newer.up_to_date, 1u);
}

TEST_F(ResampleCorpusTest, OtherOptionsMakeEverythingAnew) {
  RecordWav("a/1.wav");
  Run();
  fs::last_write_time(Output("a/1.wav"),
                      fs::last_write_time(Output("a/1.wav")) - std::chrono::milliseconds(100));
  fs::last_write_time(folder_ / "raw/a/1.wav", fs::last_write_time(Output("a/1.wav")));
  ResampleOptions options = Options();
  options.clip.trim = true;
  EXPECT_EQ(Run(options).written, 1u);
  EXPECT_EQ(Run(options).up_to_date, 1u);
}

TEST_F(ResampleCorpusTest, ReportsWhatFailsAndGoesOn) {
  RecordWav("a/good.wav");
  RecordWav("a/cut.wav");
  fs::resize_file(folder_ / "raw/a/cut.wav", 2000);
  RecordWav("a/same.wav");
  Record("a/same.flac", {.container = audio::Container::kFlac});
  Record("a/really.mp3", {.container = audio::Container::kMp3});
  fs::rename(folder_ / "raw/a/really.mp3", folder_ / "raw/a/really.wav");
  ReplaceFile(folder_ / "raw/a/empty.wav", "");
  ReplaceFile(folder_ / "raw/a/garbage.wav", "this is not sound");
  const StepSummary summary = Run();
  EXPECT_EQ(summary.written, 4u);  // good, what there is of cut, one of same, really
  ASSERT_EQ(summary.failures.size(), 3u);
  EXPECT_EQ(summary.failures[0].file.filename(), "empty.wav");
  EXPECT_EQ(summary.failures[1].file.filename(), "garbage.wav");
  EXPECT_EQ(summary.failures[2].file.filename(), "same.wav");
  EXPECT_NE(summary.failures[2].reason.find("already becomes"), std::string::npos);
  EXPECT_FALSE(fs::exists(Output("a/empty.wav")));
  EXPECT_EQ(Run().failures.size(), 3u);  // tried again
}

TEST_F(ResampleCorpusTest, ShardsTogetherAreTheWhole) {
  for (const char* name : {"a/1.wav", "a/2.wav", "b/3.wav", "b/4.wav", "b/5.wav"}) RecordWav(name);
  ResampleOptions options = Options();
  options.shard = {0, 2};
  EXPECT_EQ(Run(options).written, 3u);
  options.shard = {1, 2};
  EXPECT_EQ(Run(options).written, 2u);
  EXPECT_EQ(Run().up_to_date, 5u);
}

TEST_F(ResampleCorpusTest, RemovesWhatAKilledRunLeft) {
  RecordWav("a/1.wav");
  fs::create_directories(Output("a"));
  ReplaceFile(Output("a/1.wav.AbCdEf.tmp"), "half");
  ReplaceFile(Output(".resample.json.AbCdEf.tmp"), "half");
  ReplaceFile(Output("a/other.tmp"), "not ours");
  ResampleOptions part = Options();
  part.shard = {1, 2};
  Run(part);
  EXPECT_TRUE(fs::exists(Output("a/1.wav.AbCdEf.tmp")));  // another shard's
  Run();
  EXPECT_FALSE(fs::exists(Output(".resample.json.AbCdEf.tmp")));
  EXPECT_FALSE(fs::exists(Output("a/1.wav.AbCdEf.tmp")));
  EXPECT_TRUE(fs::exists(Output("a/other.tmp")));
}

TEST_F(ResampleCorpusTest, RefusesFoldersThatCannotBe) {
  test::ExpectError(ErrorCode::kNotFound, "does not exist", [&] { Run(); });
  fs::create_directories(folder_ / "raw");
  test::ExpectError(ErrorCode::kNotFound, "no recordings", [&] { Run(); });
  RecordWav("a/1.wav");
  for (const char* inside : {"raw", "raw/out"}) {
    ResampleOptions options = Options();
    options.out_dir = folder_ / inside;
    test::ExpectError(ErrorCode::kInvalidArgument, "within the recordings", [&] { Run(options); });
  }
  ResampleOptions options = Options();
  options.clip.sample_rate = 0;
  test::ExpectError(ErrorCode::kInvalidArgument, "rate of 0 Hz", [&] { Run(options); });
}

TEST(Shard, IsWrittenAsAFraction) {
  EXPECT_EQ(ParseShard("3/8").index, 3u);
  EXPECT_EQ(ParseShard("3/8").count, 8u);
  for (const char* wrong : {"", "3", "8/8", "-1/4", "1/0", "1/2/3", "a/b", "1 /2"})
    test::ExpectError(ErrorCode::kInvalidArgument, wrong, [&] { ParseShard(wrong); });
}

}  // namespace
}  // namespace bv2::corpus
