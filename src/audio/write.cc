#include "audio/write.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "audio/pcm16.h"
#include "base/error.h"
#include "base/file.h"

namespace bv2::audio {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlock = 4096;                      // samples handed to libsndfile at a time
constexpr size_t kMaxWavBytes = 0xFFFFFFFFU - 4096;  // 32-bit sizes, less room for the header

int SndfileFormat(const Format& format) {
  switch (format.container) {
    case Container::kWav:
      return SF_FORMAT_WAV |
             (format.sample_type == SampleType::kPcm16 ? SF_FORMAT_PCM_16 : SF_FORMAT_FLOAT);
    case Container::kFlac:
      return SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
    case Container::kOgg:
      return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    case Container::kMp3:
      return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
  }
  return 0;
}

// MPEG-1, 2 and 2.5 know these rates. libsndfile refuses others, too, but leaks memory doing so.
void CheckMp3Rate(int sample_rate, const std::string& name) {
  constexpr std::array kRates = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
  if (std::ranges::find(kRates, sample_rate) == kRates.end())
    Fail(ErrorCode::kUnsupported, "cannot write '{}': mp3 has no {} Hz, only {}", name, sample_rate,
         fmt::join(kRates, ", "));
}

struct CloseFile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

// A file being written. `path` is where the bytes go; `name` stands for it in errors.
class Encoder {
 public:
  Encoder(const fs::path& path, const Format& format, std::string name)
      : name_(std::move(name)), format_(format) {
    if (format.container == Container::kMp3) CheckMp3Rate(format.sample_rate, name_);
    SF_INFO info{};
    info.samplerate = format.sample_rate;
    info.channels = format.channels;
    info.format = SndfileFormat(format);
    if (sf_format_check(&info) == 0)
      Fail(ErrorCode::kUnsupported, "cannot write '{}': {} does not hold {} channels at {} Hz",
           name_, ContainerName(format.container), format.channels, format.sample_rate);
    file_.reset(sf_open(path.c_str(), SFM_WRITE, &info));
    if (file_ == nullptr)
      Fail(ErrorCode::kUnsupported, "cannot write '{}': {}", name_, sf_strerror(nullptr));
    // libsndfile would add a chunk that holds the time of day.
    sf_command(file_.get(), SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
  }

  void Write(std::span<const float> samples) {
    CountSamples(samples.size());
    while (!samples.empty()) {
      const auto block = samples.first(std::min(samples.size(), kBlock));
      if (WriteBlock(block) != static_cast<sf_count_t>(block.size())) FailWrite();
      samples = samples.subspan(block.size());
    }
  }

  void Close() {
    if (samples_ == 0 && format_.container != Container::kWav)
      Fail(ErrorCode::kInvalidArgument,
           "cannot write '{}': there are no samples, and {} holds none", name_,
           ContainerName(format_.container));
    if (sf_close(file_.release()) != 0) FailWrite();
  }

 private:
  bool StoresPcm16() const {
    return format_.container == Container::kFlac ||
           (format_.container == Container::kWav && format_.sample_type == SampleType::kPcm16);
  }

  sf_count_t WriteBlock(std::span<const float> block) {
    const auto count = static_cast<sf_count_t>(block.size());
    if (!StoresPcm16()) return sf_write_float(file_.get(), block.data(), count);
    std::array<int16_t, kBlock> pcm;
    ToPcm16(block, std::span(pcm).first(block.size()));
    return sf_write_short(file_.get(), pcm.data(), count);
  }

  void CountSamples(size_t count) {
    samples_ += count;
    const size_t sample_bytes = StoresPcm16() ? sizeof(int16_t) : sizeof(float);
    if (format_.container == Container::kWav && samples_ > kMaxWavBytes / sample_bytes)
      Fail(ErrorCode::kOutOfRange,
           "'{}' would exceed 4 GiB, the limit of wav; write a .flac file or less audio", name_);
  }

  [[noreturn]] void FailWrite() const {
    Fail(ErrorCode::kIo, "cannot write '{}': {}", name_, sf_strerror(file_.get()));
  }

  std::string name_;
  Format format_;
  std::unique_ptr<SNDFILE, CloseFile> file_;
  size_t samples_ = 0;  // written so far
};

}  // namespace

void WriteAudio(const fs::path& path, const Format& format,
                const std::function<void(const SampleSink&)>& produce) {
  ReplaceFile(path, [&](const fs::path& temporary) {
    Encoder encoder(temporary, format, path.string());
    produce([&encoder](std::span<const float> samples) { encoder.Write(samples); });
    encoder.Close();
  });
}

void WriteAudio(const fs::path& path, const Format& format, std::span<const float> samples) {
  WriteAudio(path, format, [&](const SampleSink& sink) { sink(samples); });
}

}  // namespace bv2::audio
