#include "audio/encoder.h"

#include <gmock/gmock.h>

#include <cmath>
#include <stdexcept>

#include "audio/read.h"
#include "tests/support/test_support.h"

namespace bv2::audio {
namespace {

constexpr Container kContainers[] = {Container::kWav, Container::kFlac, Container::kOgg,
                                     Container::kOpus, Container::kMp3};

std::vector<float> Tone(size_t frames) {
  std::vector<float> samples(frames);
  for (size_t i = 0; i < frames; ++i) samples[i] = 0.5f * std::sin(0.0627f * static_cast<float>(i));
  return samples;
}

std::string Stream(const Format& format, std::span<const float> samples, size_t piece) {
  std::string bytes;
  Encoder encoder(format, [&](std::span<const std::byte> more) {
    bytes.append(reinterpret_cast<const char*>(more.data()), more.size());
  });
  for (size_t i = 0; i < samples.size(); i += piece)
    encoder.Write(samples.subspan(i, std::min(piece, samples.size() - i)));
  encoder.Close();
  return bytes;
}

std::vector<float> Decode(const std::string& bytes) {
  return ReadAudio(std::as_bytes(std::span(bytes)), "test").samples;
}

// An mp3 says at its start how much of it is padding, which a stream cannot know yet: its first
// frame, where that would stand, and the delays of encoder and decoder are heard as silence.
std::vector<float> WithoutPadding(const std::vector<float>& stream, size_t length) {
  constexpr size_t kPadding = 1152 + 576 + 529;
  if (stream.size() < kPadding + length) return {};
  return {stream.begin() + kPadding, stream.begin() + static_cast<ptrdiff_t>(kPadding + length)};
}

TEST(EncoderTest, StreamsHoldTheSamplesOfFiles) {
  const std::vector<float> tone = Tone(44100);
  for (const Container container : kContainers) {
    const Format format{.container = container, .sample_type = SampleType::kPcm16};
    const std::vector<float> whole = Decode(Encoder::Encode(format, tone));
    EXPECT_GE(whole.size(), tone.size()) << ContainerName(container);
    for (const size_t piece : {1000u, 44100u}) {
      const std::vector<float> stream = Decode(Stream(format, tone, piece));
      if (container == Container::kMp3)
        EXPECT_THAT(WithoutPadding(stream, whole.size()),
                    testing::Pointwise(testing::FloatNear(1e-5f), whole));
      else
        EXPECT_EQ(stream, whole) << ContainerName(container);
    }
  }
}

TEST(EncoderTest, BytesComeBeforeTheEnd) {
  const std::vector<float> tone = Tone(44100);
  for (const Container container : kContainers) {
    size_t bytes = 0;
    Encoder encoder({.container = container},
                    [&](std::span<const std::byte> more) { bytes += more.size(); });
    encoder.Write(tone);
    EXPECT_GT(bytes, 1000u) << ContainerName(container);
    encoder.Close();
  }
}

TEST(EncoderTest, OpusIsWrittenAtARateThatItHas) {
  const std::string bytes = Encoder::Encode({.container = Container::kOpus}, Tone(44100));
  const Clip clip = ReadAudio(std::as_bytes(std::span(bytes)), "test");
  EXPECT_EQ(clip.sample_rate, 48000);
  EXPECT_NEAR(static_cast<double>(clip.frames()), 48000, 1000);
}

TEST(EncoderTest, WhatTheSinkThrowsPassesThrough) {
  for (const Container container : kContainers) {
    const auto stream = [&] {
      size_t calls = 0;
      Encoder encoder({.container = container}, [&](std::span<const std::byte>) {
        if (++calls == 3) throw std::runtime_error("gone");
      });
      for (int i = 0; i < 100; ++i) encoder.Write(Tone(10000));
    };
    EXPECT_THROW(stream(), std::runtime_error) << ContainerName(container);
  }
}

}  // namespace
}  // namespace bv2::audio
