#include "audio/wav_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "audio/read.h"
#include "tests/support/test_support.h"

namespace bv2::audio {
namespace {

// Collects what a stream sends.
struct Collector {
  std::vector<std::byte> bytes;
  ByteSink sink() {
    return [this](std::span<const std::byte> more) {
      bytes.insert(bytes.end(), more.begin(), more.end());
    };
  }
};

TEST(WavStream, SendsTheHeaderFirst) {
  Collector pcm;
  const WavStream stream({.sample_type = SampleType::kPcm16, .sample_rate = 16000}, pcm.sink());
  EXPECT_EQ(pcm.bytes.size(), 44);
  Collector floats;
  const WavStream other({.sample_rate = 16000}, floats.sink());
  EXPECT_EQ(floats.bytes.size(), 58);
}

TEST(WavStream, ReadersTakeItsUnknownLength) {
  const std::vector<float> samples = {0.5F, -0.25F, 2.0F};
  Collector floats;
  WavStream stream({.sample_rate = 44100}, floats.sink());
  stream.Write(std::span(samples).first(1));
  stream.Write(std::span(samples).subspan(1));
  const Clip clip = ReadAudio(floats.bytes, "stream");
  EXPECT_EQ(clip.sample_rate, 44100);
  EXPECT_EQ(clip.samples, samples);
}

TEST(WavStream, ClipsPcm16AndKeepsChannels) {
  Collector pcm;
  WavStream stream({.sample_type = SampleType::kPcm16, .sample_rate = 8000, .channels = 2},
                   pcm.sink());
  stream.Write(std::vector{0.5F, 9.0F, -9.0F, 0.0F});
  const Clip clip = ReadAudio(pcm.bytes, "stream");
  EXPECT_EQ(clip.channels, 2);
  EXPECT_THAT(clip.samples, testing::ElementsAre(0.5F, 32767.0F / 32768, -1.0F, 0.0F));
}

TEST(WavStream, PiecesMakeNoDifference) {
  std::vector<float> samples(10000);
  for (size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<float>(i % 77) / 77;
  const Format format{.sample_type = SampleType::kPcm16, .sample_rate = 8000};
  Collector whole;
  WavStream(format, whole.sink()).Write(samples);
  Collector pieces;
  WavStream stream(format, pieces.sink());
  for (size_t i = 0; i < samples.size(); i += 100) stream.Write(std::span(samples).subspan(i, 100));
  EXPECT_EQ(whole.bytes, pieces.bytes);
}

TEST(EncodeWav, StatesItsLength) {
  const std::vector<float> samples = {0.5F, -0.25F, 0.75F, 0.0F};
  for (const auto type : {SampleType::kPcm16, SampleType::kFloat32}) {
    const Format format{.sample_type = type, .sample_rate = 22050, .channels = 2};
    const std::string file = EncodeWav(format, samples);
    const size_t data = samples.size() * (type == SampleType::kPcm16 ? 2 : 4);
    const auto number = [&](size_t at) {
      uint32_t value;
      std::memcpy(&value, file.data() + at, 4);
      return value;
    };
    EXPECT_EQ(number(4), file.size() - 8);
    EXPECT_EQ(number(file.size() - data - 4), data);
    const Clip clip = ReadAudio(std::as_bytes(std::span(file)), "wav");
    EXPECT_EQ(clip.sample_rate, 22050);
    EXPECT_EQ(clip.channels, 2);
    EXPECT_EQ(clip.samples, samples);
  }
}

TEST(WavStream, RefusesOtherContainers) {
  test::ExpectError(ErrorCode::kUnsupported, "write flac to a file", [] {
    WavStream({.container = Container::kFlac}, [](std::span<const std::byte>) {});
  });
}

}  // namespace
}  // namespace bv2::audio
