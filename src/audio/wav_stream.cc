#include "audio/wav_stream.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <utility>

#include "audio/pcm16.h"
#include "base/check.h"
#include "base/error.h"

namespace bv2::audio {
namespace {

static_assert(std::endian::native == std::endian::little, "wav samples are little-endian");

constexpr size_t kBlock = 4096;  // samples
constexpr uint32_t kUnknown = 0xFFFFFFFF;
constexpr uint16_t kTagPcm = 1;
constexpr uint16_t kTagFloat = 3;

template <typename T>
void Put(T value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

size_t SampleBytes(const Format& format) {
  return format.sample_type == SampleType::kPcm16 ? sizeof(int16_t) : sizeof(float);
}

// RIFF WAVE: the fmt chunk, for float samples the fact chunk it requires, then the data chunk.
// Source: Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft 1991).
//   bytes  of the samples, or kUnknown
std::string MakeHeader(const Format& format, uint32_t bytes) {
  const bool is_float = format.sample_type == SampleType::kFloat32;
  const auto frame_bytes =
      static_cast<uint16_t>(SampleBytes(format) * static_cast<size_t>(format.channels));
  const auto rate = static_cast<uint32_t>(format.sample_rate);
  const uint32_t after_riff = (is_float ? 50U : 36U) + bytes;
  std::string header;
  header.append("RIFF");
  Put(bytes == kUnknown ? kUnknown : after_riff, header);
  header.append("WAVEfmt ");
  Put(uint32_t{is_float ? 18U : 16U}, header);
  Put(is_float ? kTagFloat : kTagPcm, header);
  Put(static_cast<uint16_t>(format.channels), header);
  Put(rate, header);
  Put(rate * frame_bytes, header);
  Put(frame_bytes, header);
  Put(static_cast<uint16_t>(8 * SampleBytes(format)), header);
  if (is_float) {
    Put(uint16_t{0}, header);  // no extension of the fmt chunk
    header.append("fact");
    Put(uint32_t{4}, header);
    Put(bytes == kUnknown ? kUnknown : bytes / frame_bytes, header);
  }
  header.append("data");
  Put(bytes, header);
  return header;
}

void CheckFormat(const Format& format) {
  if (format.container != Container::kWav)
    Fail(ErrorCode::kUnsupported, "only wav can be streamed; write {} to a file",
         ContainerName(format.container));
  BV2_CHECK(format.channels > 0 && format.channels <= 1024 && format.sample_rate > 0,
            "a wav of {} channels at {} Hz does not exist", format.channels, format.sample_rate);
}

void PutSamples(const Format& format, std::span<const float> samples, const ByteSink& sink) {
  if (format.sample_type == SampleType::kFloat32) {
    sink(std::as_bytes(samples));
    return;
  }
  std::array<int16_t, kBlock> pcm;
  while (!samples.empty()) {
    const auto block = samples.first(std::min(samples.size(), kBlock));
    const auto converted = std::span(pcm).first(block.size());
    ToPcm16(block, converted);
    sink(std::as_bytes(converted));
    samples = samples.subspan(block.size());
  }
}

}  // namespace

WavStream::WavStream(const Format& format, ByteSink sink)
    : format_(format), sink_(std::move(sink)) {
  CheckFormat(format);
  const std::string header = MakeHeader(format, kUnknown);
  sink_(std::as_bytes(std::span(header)));
}

void WavStream::Write(std::span<const float> samples) { PutSamples(format_, samples, sink_); }

std::string EncodeWav(const Format& format, std::span<const float> samples) {
  CheckFormat(format);
  constexpr size_t kMost = 0xFFFFFFFF - 64;  // bytes, with the header
  const size_t bytes = samples.size() * SampleBytes(format);
  if (bytes > kMost)
    Fail(ErrorCode::kOutOfRange, "{} samples are too many for a wav file", samples.size());
  std::string file = MakeHeader(format, static_cast<uint32_t>(bytes));
  file.reserve(file.size() + bytes);
  PutSamples(format, samples, [&](std::span<const std::byte> piece) {
    file.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  });
  return file;
}

}  // namespace bv2::audio
