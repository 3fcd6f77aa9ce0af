#include "corpus/training_wav.h"

#include "audio/write.h"
#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

class TrainingWav : public testing::Test {
 protected:
  void Write(const audio::Format& format, size_t samples = 1000) {
    audio::WriteAudio(path_, format, std::vector<float>(samples, 0.5F));
  }
  // Changes bytes of the wav's header.
  void Patch(size_t at, std::string_view bytes) {
    ReplaceFile(path_, ReadFile(path_).replace(at, bytes.size(), bytes));
  }
  void Refuse(ErrorCode code, const char* fragment) {
    test::ExpectError(code, fragment, [&] { ReadTrainingWav(path_, config_); });
    test::ExpectError(code, path_.string(), [&] { TrainingWavSamples(path_, config_); });
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "a.wav";
  model::DataConfig config_;
  audio::Format pcm16_{.sample_type = audio::SampleType::kPcm16};
};

TEST_F(TrainingWav, DividesBitsByTheConfigsFullScale) {
  audio::WriteAudio(path_, pcm16_, std::vector<float>{0.5F, -1.0F, 1.0F / 32768, 0});
  EXPECT_EQ(ReadTrainingWav(path_, config_), (std::vector<float>{0.5F, -1.0F, 1.0F / 32768, 0}));
  EXPECT_EQ(TrainingWavSamples(path_, config_), 4u);
  config_.max_wav_value = 1;
  EXPECT_EQ(ReadTrainingWav(path_, config_)[1], -32768.0F);
}

TEST_F(TrainingWav, RefusesWhatTrainingWouldMisread) {
  Write({.sample_type = audio::SampleType::kFloat32});
  Refuse(ErrorCode::kUnsupported, "has 32-bit floats, 1 channel, 44100 Hz; 16-bit integers");
  Write({.sample_type = audio::SampleType::kPcm16, .channels = 2});
  Refuse(ErrorCode::kUnsupported, "16-bit integers, 2 channels");
  Write({.sample_type = audio::SampleType::kPcm16, .sample_rate = 22050});
  Refuse(ErrorCode::kUnsupported, "1 channel, 22050 Hz; 16-bit integers, 1 channel, 44100 Hz");
  Write(pcm16_);
  Patch(34, std::string_view("\x08\0", 2));
  Refuse(ErrorCode::kUnsupported, "has 8-bit integers");
  Patch(34, std::string_view("\x18\0", 2));
  Refuse(ErrorCode::kUnsupported, "has 24-bit integers, 1 channel, 44100 Hz; 16-bit");
}

TEST_F(TrainingWav, RefusesWhatIsNotWhole) {
  test::ExpectError(ErrorCode::kNotFound, path_.string(), [&] { ReadTrainingWav(path_, config_); });
  ReplaceFile(path_, "");
  Refuse(ErrorCode::kCorruptFile, "is not a wav; it is empty");
  Write({.container = audio::Container::kMp3});
  Refuse(ErrorCode::kCorruptFile, "is not a wav");
  Write(pcm16_);
  std::filesystem::resize_file(path_, 1044);
  Refuse(ErrorCode::kCorruptFile, "breaks off: 1000 bytes of samples of 2000 are there");
  Write(pcm16_, 0);
  Refuse(ErrorCode::kCorruptFile, "holds no samples");
}

}  // namespace
}  // namespace bv2::corpus
