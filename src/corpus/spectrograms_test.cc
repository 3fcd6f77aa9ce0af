#include "corpus/spectrograms.h"

#include <cmath>

#include "audio/write.h"
#include "base/file.h"
#include "corpus/feature_file.h"
#include "dsp/mel.h"
#include "dsp/spectrogram.h"
#include "model/tensor_file.h"
#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

class WriteSpectrogramsTest : public testing::Test {
 protected:
  WriteSpectrogramsTest() {
    config_.training_files = (folder_ / "train.list").string();
    config_.validation_files = (folder_ / "val.list").string();
    config_.sampling_rate = 16000;
    config_.filter_length = config_.win_length = 512;
    config_.hop_length = 128;
    config_.n_mel_channels = 20;
    for (size_t i = 0; i < samples_.size(); ++i)
      samples_[i] = std::round(8000 * std::sin(0.05F * static_cast<float>(i))) / 32768;
  }

  std::string Wav(const std::string& name) { return (folder_ / name).string(); }
  void Record(const std::string& name) {
    audio::WriteAudio(folder_ / name,
                      {.sample_type = audio::SampleType::kPcm16, .sample_rate = 16000}, samples_);
  }
  void List(const char* list, const std::vector<std::string>& names) {
    std::string content;
    for (const std::string& name : names)
      content += (folder_ / name).string() + "|Ann|ZH|你好|_ n i h ao _|0 2 2 3 3 0|1 2 2 1\n";
    ReplaceFile(folder_ / list, content);
  }
  StepSummary Run(const SpectrogramStepOptions& options = {}) {
    return WriteSpectrograms(config_, options, pool_, [](size_t, size_t) {});
  }
  std::vector<float> Values(const std::string& file) {
    const auto tensors = model::TensorFile::Open(folder_ / file);
    const model::Tensor& tensor = *tensors->Find("");
    EXPECT_TRUE(tensor.contiguous());
    std::vector<float> values(tensor.size());
    model::ToFloats(tensor, values);
    return values;
  }
  // [channel][frame]
  static std::vector<float> Transposed(const Matrix& rows) {
    std::vector<float> values;
    for (size_t c = 0; c < rows.cols(); ++c)
      for (size_t t = 0; t < rows.rows(); ++t) values.push_back(rows(t, c));
    return values;
  }

  test::TemporaryFolder folder_;
  ThreadPool pool_{2};
  model::DataConfig config_;
  std::vector<float> samples_ = std::vector<float>(3000);
};

TEST_F(WriteSpectrogramsTest, WritesWhatTheDataLoaderCaches) {
  Record("a b.wav");
  Record("c.wav");
  List("train.list", {"a b.wav", "c.wav"});
  List("val.list", {"c.wav"});
  const StepSummary summary = Run({.mel = true});
  EXPECT_EQ(summary.written, 2u);
  EXPECT_NEAR(summary.amount, 2 * 3000.0 / 16000, 1e-9);
  const Matrix linear =
      dsp::Spectrogram({.filter_length = 512, .hop_length = 128, .win_length = 512})
          .Compute(samples_);
  const Matrix mel =
      dsp::MelFilters({.sample_rate = 16000, .filter_length = 512, .n_mel_channels = 20})
          .LogMel(linear);
  EXPECT_EQ(FeatureShape(Wav("a b.spec.pt")), (std::vector<size_t>{257, 23}));
  EXPECT_EQ(FeatureShape(Wav("a b.mel.pt")), (std::vector<size_t>{20, 23}));
  EXPECT_EQ(Values("a b.spec.pt"), Transposed(linear));
  EXPECT_EQ(Values("c.mel.pt"), Transposed(mel));
}

TEST_F(WriteSpectrogramsTest, KeepsWhatIsRightAndRedoesTheRest) {
  for (const char* name : {"a.wav", "b.wav", "c.wav", "d.wav"}) Record(name);
  List("train.list", {"a.wav", "b.wav", "c.wav", "d.wav"});
  List("val.list", {});
  EXPECT_EQ(Run().written, 4u);
  EXPECT_EQ(Run().up_to_date, 4u);
  const std::string good = ReadFile(folder_ / "a.spec.pt");
  fs::resize_file(folder_ / "a.spec.pt", 1000);
  ReplaceFile(folder_ / "b.spec.pt", "not a tensor");
  WriteFeature(folder_ / "c.spec.pt", ZeroFeatures(257, 22));  // of another length
  fs::last_write_time(folder_ / "d.wav",
                      fs::last_write_time(folder_ / "d.spec.pt") + std::chrono::seconds(5));
  EXPECT_EQ(Run().written, 4u);
  EXPECT_EQ(ReadFile(folder_ / "a.spec.pt"), good);
  fs::last_write_time(folder_ / "d.wav",
                      fs::last_write_time(folder_ / "d.spec.pt") - std::chrono::seconds(5));
  EXPECT_EQ(Run().up_to_date, 4u);
  EXPECT_EQ(Run({.mel = true}).written, 4u);
  EXPECT_EQ(Run({.force = true}).written, 4u);
}

TEST_F(WriteSpectrogramsTest, ReadsTheOriginalsFilesAndGoesOnAfterFailures) {
  const audio::Format pcm16{.sample_type = audio::SampleType::kPcm16, .sample_rate = 16000};
  audio::WriteAudio(folder_ / "a.wav", pcm16, samples_);
  fs::copy_file(test::TestData("golden/cache/a.spec.pt"), folder_ / "a.spec.pt");
  fs::last_write_time(folder_ / "a.spec.pt", fs::last_write_time(folder_ / "a.wav"));
  audio::WriteAudio(folder_ / "short.wav", pcm16, std::vector<float>(192));
  fs::copy_file(folder_ / "a.wav", folder_ / "a.WAV.flac");
  List("train.list", {"a.wav", "absent.wav", "short.wav", "a.WAV.flac"});
  List("val.list", {});
  const StepSummary summary = Run();
  EXPECT_EQ(summary.up_to_date, 1u);
  ASSERT_EQ(summary.failures.size(), 3u);
  EXPECT_NE(summary.failures[0].reason.find("not a .wav file"), std::string::npos);
  EXPECT_NE(summary.failures[1].reason.find("absent.wav"), std::string::npos);
  EXPECT_NE(summary.failures[2].reason.find("192"), std::string::npos);
}

TEST_F(WriteSpectrogramsTest, ShardsTogetherAreTheWhole) {
  for (const char* name : {"a.wav", "b.wav", "c.wav"}) Record(name);
  List("train.list", {"a.wav", "b.wav"});
  List("val.list", {"a.wav", "c.wav"});
  ReplaceFile(folder_ / "b.spec.pt.AbCdEf.tmp", "half");
  EXPECT_EQ(Run({.shard = {0, 2}}).written, 2u);
  EXPECT_TRUE(fs::exists(folder_ / "b.spec.pt.AbCdEf.tmp"));  // another shard's
  EXPECT_EQ(Run({.shard = {1, 2}}).written, 1u);
  EXPECT_FALSE(fs::exists(folder_ / "b.spec.pt.AbCdEf.tmp"));
  EXPECT_EQ(Run().up_to_date, 3u);
}

TEST(FeatureFile, StandsBesideTheRecording) {
  EXPECT_EQ(FeaturePath("x.wavs/a.b.wav", ".bert.pt"), "x.wavs/a.b.bert.pt");
  test::ExpectError(ErrorCode::kInvalidArgument, "'a.flac' is not a .wav file",
                    [] { FeaturePath("a.flac", ".bert.pt"); });
  EXPECT_EQ(FeatureShape(test::TestData("golden/cache/a.bert.pt")), (std::vector<size_t>{1024, 7}));
  EXPECT_EQ(FeatureShape("absent.pt"), std::nullopt);
}

TEST(FeatureFile, IsWhatTheOriginalWrites) {
  const test::TemporaryFolder folder;
  for (const auto& [name, transposed] : {std::pair("a.bert.pt", true), {"a.spec.pt", false}}) {
    const fs::path original = test::TestData("golden/cache") / name;
    const auto file = model::TensorFile::Open(original);
    const model::Tensor& tensor = *file->Find("");
    std::vector<float> values(tensor.size());
    model::ToFloats(tensor, values);
    Matrix rows(tensor.shape[1], tensor.shape[0]);
    for (size_t c = 0; c < rows.cols(); ++c)
      for (size_t t = 0; t < rows.rows(); ++t) rows(t, c) = values[c * rows.rows() + t];
    WriteFeature(folder / name, FeatureTensor(rows, transposed));
    EXPECT_TRUE(ReadFile(folder / name) == ReadFile(original)) << name;
  }
}

TEST(FeatureFile, ZerosAreSmall) {
  const test::TemporaryFolder folder;
  WriteFeature(folder / "a.bert.pt", ZeroFeatures(1024, 50));
  EXPECT_LT(fs::file_size(folder / "a.bert.pt"), 2000u);
  EXPECT_EQ(FeatureShape(folder / "a.bert.pt"), (std::vector<size_t>{1024, 50}));
  std::vector<float> values(1024 * 50, 1.0F);
  model::ToFloats(*model::TensorFile::Open(folder / "a.bert.pt")->Find(""), values);
  EXPECT_EQ(values, std::vector<float>(1024 * 50, 0.0F));
}

}  // namespace
}  // namespace bv2::corpus
