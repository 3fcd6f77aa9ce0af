#include "server/coding.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "audio/pcm16.h"

namespace bv2::server {
namespace {

struct Row {
  Coding coding;
  std::string_view name;
  std::string_view content_type;
  audio::Container container;
};
constexpr std::array kRows = {
    Row{Coding::kWav, "wav", "audio/wav", audio::Container::kWav},
    Row{Coding::kWavFloat, "wav32", "audio/wav", audio::Container::kWav},
    Row{Coding::kPcm, "pcm", "", audio::Container::kWav},
    Row{Coding::kFlac, "flac", "audio/flac", audio::Container::kFlac},
    Row{Coding::kOgg, "ogg", "audio/ogg", audio::Container::kOgg},
    Row{Coding::kOpus, "opus", "audio/ogg; codecs=opus", audio::Container::kOpus},
    Row{Coding::kMp3, "mp3", "audio/mpeg", audio::Container::kMp3},
};

const Row& RowOf(Coding coding) { return kRows[static_cast<size_t>(coding)]; }

audio::Format FormatOf(Coding coding, int sample_rate) {
  return {.container = RowOf(coding).container,
          .sample_type =
              coding == Coding::kWavFloat ? audio::SampleType::kFloat32 : audio::SampleType::kPcm16,
          .sample_rate = sample_rate};
}

std::string RawPcm(std::span<const float> samples) {
  std::vector<int16_t> pcm(samples.size());
  audio::ToPcm16(samples, pcm);
  return {reinterpret_cast<const char*>(pcm.data()), pcm.size() * sizeof(int16_t)};
}

}  // namespace

std::optional<Coding> ParseCoding(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.coding;
  return std::nullopt;
}

std::string ContentType(Coding coding, int sample_rate) {
  // The names of the parameters are those of RFC 3190 and of common practice.
  if (coding == Coding::kPcm)
    return fmt::format("audio/pcm; rate={}; channels=1; bits=16; endian=little", sample_rate);
  return std::string(RowOf(coding).content_type);
}

std::string EncodeWhole(Coding coding, int sample_rate, std::span<const float> samples) {
  if (coding == Coding::kPcm) return RawPcm(samples);
  return audio::Encoder::Encode(FormatOf(coding, sample_rate), samples);
}

StreamCoder::StreamCoder(Coding coding, int sample_rate, Sink sink) : sink_(std::move(sink)) {
  if (coding == Coding::kPcm) return;
  encoder_ = std::make_unique<audio::Encoder>(
      FormatOf(coding, sample_rate), [this](std::span<const std::byte> bytes) {
        sink_({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      });
}

void StreamCoder::Write(std::span<const float> samples) {
  if (encoder_)
    encoder_->Write(samples);
  else if (!samples.empty())
    sink_(RawPcm(samples));
}

void StreamCoder::Close() {
  if (encoder_) encoder_->Close();
}

}  // namespace bv2::server
