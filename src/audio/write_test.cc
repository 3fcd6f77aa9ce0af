#include "audio/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "audio/read.h"
#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::audio {
namespace {

// 440 Hz at half of full scale.
std::vector<float> Tone(size_t frames, int sample_rate) {
  std::vector<float> samples(frames);
  for (size_t i = 0; i < frames; ++i)
    samples[i] = 0.5F * std::sin(6.2831853F * 440.0F * static_cast<float>(i) /
                                 static_cast<float>(sample_rate));
  return samples;
}

float Rms(const std::vector<float>& samples) {
  double sum = 0;
  for (const float x : samples) sum += static_cast<double>(x) * x;
  return static_cast<float>(std::sqrt(sum / static_cast<double>(samples.size())));
}

TEST(WriteAudio, FloatWavIsExact) {
  const test::TemporaryFolder folder;
  const std::vector<float> tone = Tone(9999, 44100);
  WriteAudio(folder / "a.wav", {}, tone);
  EXPECT_EQ(ReadAudio(folder / "a.wav").samples, tone);
}

TEST(WriteAudio, Pcm16RoundTripIsStable) {
  const test::TemporaryFolder folder;
  const Format format{.sample_type = SampleType::kPcm16};
  std::vector<float> tone = Tone(9999, 44100);
  tone[0] = 3.0F;
  WriteAudio(folder / "a.wav", format, tone);
  const Clip once = ReadAudio(folder / "a.wav");
  EXPECT_EQ(once.samples[0], 32767.0F / 32768);
  for (size_t i = 1; i < tone.size(); ++i)
    ASSERT_NEAR(once.samples[i], tone[i], 0.5F / 32768 + 1e-7F) << i;
  WriteAudio(folder / "b.wav", format, once.samples);
  EXPECT_EQ(ReadFile(folder / "a.wav"), ReadFile(folder / "b.wav"));
}

TEST(WriteAudio, FlacHoldsPcm16) {
  const test::TemporaryFolder folder;
  const std::vector<float> tone = Tone(5000, 16000);
  WriteAudio(folder / "a.flac", {.container = Container::kFlac, .sample_rate = 16000}, tone);
  WriteAudio(folder / "a.wav", {.sample_type = SampleType::kPcm16, .sample_rate = 16000}, tone);
  EXPECT_EQ(ReadAudio(folder / "a.flac").samples, ReadAudio(folder / "a.wav").samples);
}

TEST(WriteAudio, LossyFormatsKeepTheTone) {
  const test::TemporaryFolder folder;
  const std::vector<float> tone = Tone(44100, 44100);
  for (const Container container : {Container::kOgg, Container::kMp3}) {
    const auto path = folder / ContainerName(container);
    WriteAudio(path, {.container = container}, tone);
    const Clip clip = ReadAudio(path);
    EXPECT_EQ(clip.sample_rate, 44100) << path;
    EXPECT_NEAR(static_cast<double>(clip.frames()), 44100, 2500) << path;
    EXPECT_NEAR(Rms(clip.samples), Rms(tone), 0.02F) << path;
    EXPECT_LT(std::filesystem::file_size(path), 60000) << path;
  }
}

TEST(WriteAudio, NoSamplesMakeAValidWav) {
  const test::TemporaryFolder folder;
  WriteAudio(folder / "a.wav", {.sample_rate = 16000}, std::vector<float>());
  EXPECT_EQ(ReadAudio(folder / "a.wav").frames(), 0);
  EXPECT_EQ(ReadAudio(folder / "a.wav").sample_rate, 16000);
  test::ExpectError(ErrorCode::kInvalidArgument, "there are no samples, and flac holds none", [&] {
    WriteAudio(folder / "a.flac", {.container = Container::kFlac}, std::vector<float>());
  });
}

TEST(WriteAudio, KeepsTheOldFileWhenProductionFails) {
  const test::TemporaryFolder folder;
  WriteAudio(folder / "a.wav", {}, std::vector{0.5F});
  EXPECT_THROW(WriteAudio(folder / "a.wav", {},
                          [](const SampleSink& sink) {
                            sink(std::vector{0.1F});
                            throw std::runtime_error("stop");
                          }),
               std::runtime_error);
  EXPECT_THAT(ReadAudio(folder / "a.wav").samples, testing::ElementsAre(0.5F));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(WriteAudio, NamesAPathThatCannotBeWritten) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "absent/a.wav",
                    [&] { WriteAudio(folder / "absent/a.wav", {}, std::vector{0.5F}); });
  std::filesystem::create_directory(folder / "d.wav");
  test::ExpectError(ErrorCode::kIo, "d.wav",
                    [&] { WriteAudio(folder / "d.wav", {}, std::vector{0.5F}); });
}

TEST(WriteAudio, RefusesARateTheContainerLacks) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kUnsupported, "a.mp3': mp3 has no 12345 Hz", [&] {
    WriteAudio(folder / "a.mp3", {.container = Container::kMp3, .sample_rate = 12345},
               std::vector{0.5F});
  });
  test::ExpectError(ErrorCode::kUnsupported, "flac does not hold 99 channels", [&] {
    WriteAudio(folder / "a.flac", {.container = Container::kFlac, .channels = 99},
               std::vector<float>(99));
  });
}

TEST(Format, FollowsTheFileName) {
  EXPECT_EQ(ContainerOf("x/a.WAV"), Container::kWav);
  EXPECT_EQ(ContainerOf("a.b.mp3"), Container::kMp3);
  EXPECT_EQ(ParseContainer("ogg"), Container::kOgg);
  test::ExpectError(ErrorCode::kInvalidArgument, "'a.txt'", [] { ContainerOf("a.txt"); });
  test::ExpectError(ErrorCode::kInvalidArgument, "'out'", [] { ContainerOf("out"); });
  test::ExpectError(ErrorCode::kInvalidArgument, "'aac'", [] { ParseContainer("aac"); });
}

}  // namespace
}  // namespace bv2::audio
