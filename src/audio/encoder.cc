#include "audio/encoder.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "audio/pcm16.h"
#include "audio/wav_stream.h"
#include "base/error.h"
#include "dsp/stream_resampler.h"

namespace bv2::audio {
namespace {

constexpr size_t kBlock = 4096;                      // samples handed to libsndfile at a time
constexpr size_t kMaxWavBytes = 0xFFFFFFFFU - 4096;  // 32-bit sizes, less room for the header
constexpr int kOpusRate = 48000;                     // Hz, for voices at a rate that Opus lacks
constexpr double kPageMs = 200;  // of audio in a page of ogg: latency against overhead

int SndfileFormat(const Format& format) {
  switch (format.container) {
    case Container::kWav:
      return SF_FORMAT_WAV |
             (format.sample_type == SampleType::kPcm16 ? SF_FORMAT_PCM_16 : SF_FORMAT_FLOAT);
    case Container::kFlac:
      return SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
    case Container::kOgg:
      return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    case Container::kOpus:
      return SF_FORMAT_OGG | SF_FORMAT_OPUS;
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

bool OpusHasRate(int sample_rate) {
  constexpr std::array kRates = {8000, 12000, 16000, 24000, 48000};
  return std::ranges::find(kRates, sample_rate) != kRates.end();
}

struct CloseFile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

// What libsndfile takes for a file. Bytes go to a sink as they are written, and what would change
// those that are gone is dropped; without a sink they are kept.
class VirtualFile {
 public:
  explicit VirtualFile(ByteSink sink) : sink_(std::move(sink)) {}

  static SF_VIRTUAL_IO Callbacks() {
    return {.get_filelen = [](void* self) { return Self(self).length_; },
            .seek = [](sf_count_t offset, int whence,
                       void* self) { return Self(self).Seek(offset, whence); },
            .read = [](void*, sf_count_t, void*) { return sf_count_t{0}; },
            .write = [](const void* bytes, sf_count_t count,
                        void* self) { return Self(self).Write(bytes, count); },
            .tell = [](void* self) { return Self(self).position_; }};
  }

  // What the sink threw must not pass through libsndfile.
  void Rethrow() {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }
  std::string& kept() { return kept_; }

 private:
  static VirtualFile& Self(void* self) { return *static_cast<VirtualFile*>(self); }

  sf_count_t Seek(sf_count_t offset, int whence) {
    const sf_count_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position_ : length_;
    if (from + offset < 0 || from + offset > length_) return -1;
    return position_ = from + offset;
  }

  sf_count_t Write(const void* bytes, sf_count_t count) {
    if (error_) return 0;
    const std::span written(static_cast<const std::byte*>(bytes), static_cast<size_t>(count));
    try {
      if (sink_)
        Send(written);
      else
        Keep(written);
    } catch (...) {
      error_ = std::current_exception();
      return 0;
    }
    position_ += count;
    length_ = std::max(length_, position_);
    return count;
  }

  void Send(std::span<const std::byte> bytes) {
    const auto gone = static_cast<size_t>(length_ - position_);
    if (gone < bytes.size()) sink_(bytes.subspan(gone));
  }

  void Keep(std::span<const std::byte> bytes) {
    const auto at = static_cast<size_t>(position_);
    if (kept_.size() < at + bytes.size()) kept_.resize(at + bytes.size());
    std::ranges::copy(bytes, std::as_writable_bytes(std::span(kept_)).subspan(at).begin());
  }

  ByteSink sink_;
  std::string kept_;
  sf_count_t position_ = 0, length_ = 0;
  std::exception_ptr error_;
};

}  // namespace

class Encoder::Output {
 public:
  // Without a path, into `file`.
  Output(const Format& format, const std::filesystem::path& path, VirtualFile file,
         std::string name)
      : name_(std::move(name)), format_(format), file_(std::move(file)) {
    if (format_.container == Container::kMp3) CheckMp3Rate(format_.sample_rate, name_);
    if (format_.container == Container::kOpus && !OpusHasRate(format_.sample_rate) &&
        format_.channels == 1) {
      resampler_.emplace(format_.sample_rate, kOpusRate);
      format_.sample_rate = kOpusRate;
    }
    SF_INFO info{};
    info.samplerate = format_.sample_rate;
    info.channels = format_.channels;
    info.format = SndfileFormat(format_);
    if (sf_format_check(&info) == 0)
      Fail(ErrorCode::kUnsupported, "cannot write '{}': {} does not hold {} channels at {} Hz",
           name_, ContainerName(format_.container), format_.channels, format_.sample_rate);
    SF_VIRTUAL_IO callbacks = VirtualFile::Callbacks();
    sndfile_.reset(path.empty() ? sf_open_virtual(&callbacks, SFM_WRITE, &info, &file_)
                                : sf_open(path.c_str(), SFM_WRITE, &info));
    file_.Rethrow();
    if (sndfile_ == nullptr)
      Fail(ErrorCode::kUnsupported, "cannot write '{}': {}", name_, sf_strerror(nullptr));
    // libsndfile would add a chunk that holds the time of day.
    sf_command(sndfile_.get(), SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    if (format_.container == Container::kMp3) SetConstantBitrate();
    double latency = kPageMs;
    sf_command(sndfile_.get(), SFC_SET_OGG_PAGE_LATENCY_MS, &latency, sizeof(latency));
  }

  void Write(std::span<const float> samples) {
    given_ += samples.size();
    WriteSamples(resampler_ ? resampler_->Push(samples) : samples);
  }

  void Close() {
    if (given_ == 0 && format_.container != Container::kWav)
      Fail(ErrorCode::kInvalidArgument,
           "cannot write '{}': there are no samples, and {} holds none", name_,
           ContainerName(format_.container));
    if (resampler_) WriteSamples(resampler_->Finish());
    if (!block_.empty()) FlushBlock();
    const int failure = sf_close(sndfile_.release());
    file_.Rethrow();
    if (failure != 0) FailWrite(sf_error_number(failure));
  }

  std::string& kept() { return file_.kept(); }

 private:
  bool StoresPcm16() const {
    return format_.container == Container::kFlac ||
           (format_.container == Container::kWav && format_.sample_type == SampleType::kPcm16);
  }

  // Readers take the length of a stream from it, as nothing else tells.
  void SetConstantBitrate() {
    int mode = SF_BITRATE_MODE_CONSTANT;
    sf_command(sndfile_.get(), SFC_SET_BITRATE_MODE, &mode, sizeof(mode));
  }

  // In whole blocks: what some encoders of libsndfile make depends on how samples are cut.
  void WriteSamples(std::span<const float> samples) {
    CountSamples(samples.size());
    while (!samples.empty()) {
      const size_t taken = std::min(samples.size(), kBlock - block_.size());
      block_.insert(block_.end(), samples.begin(), samples.begin() + static_cast<ptrdiff_t>(taken));
      samples = samples.subspan(taken);
      if (block_.size() == kBlock) FlushBlock();
    }
  }

  void FlushBlock() {
    const bool written = WriteBlock(block_) == static_cast<sf_count_t>(block_.size());
    block_.clear();
    file_.Rethrow();
    if (!written) FailWrite(sf_strerror(sndfile_.get()));
  }

  sf_count_t WriteBlock(std::span<const float> block) {
    const auto count = static_cast<sf_count_t>(block.size());
    if (!StoresPcm16()) return sf_write_float(sndfile_.get(), block.data(), count);
    std::array<int16_t, kBlock> pcm;
    ToPcm16(block, std::span(pcm).first(block.size()));
    return sf_write_short(sndfile_.get(), pcm.data(), count);
  }

  void CountSamples(size_t count) {
    samples_ += count;
    const size_t sample_bytes = StoresPcm16() ? sizeof(int16_t) : sizeof(float);
    if (format_.container == Container::kWav && samples_ > kMaxWavBytes / sample_bytes)
      Fail(ErrorCode::kOutOfRange,
           "'{}' would exceed 4 GiB, the limit of wav; write a .flac file or less audio", name_);
  }

  [[noreturn]] void FailWrite(const char* reason) const {
    Fail(ErrorCode::kIo, "cannot write '{}': {}", name_, reason);
  }

  std::string name_;
  Format format_;
  VirtualFile file_;  // libsndfile keeps its address
  std::optional<dsp::StreamResampler> resampler_;
  std::unique_ptr<SNDFILE, CloseFile> sndfile_;
  std::vector<float> block_;  // not yet handed on
  size_t given_ = 0;          // samples, before resampling
  size_t samples_ = 0;        // written so far
};

Encoder::Encoder(const Format& format, const std::filesystem::path& path, const std::string& name)
    : output_(std::make_unique<Output>(format, path, VirtualFile({}), name)) {}

Encoder::Encoder(const Format& format, ByteSink sink) {
  if (format.container == Container::kWav) {
    wav_ = std::make_unique<WavStream>(format, std::move(sink));
    return;
  }
  output_ = std::make_unique<Output>(format, std::filesystem::path(), VirtualFile(std::move(sink)),
                                     "the stream");
}

Encoder::~Encoder() = default;

void Encoder::Write(std::span<const float> samples) {
  if (wav_)
    wav_->Write(samples);
  else
    output_->Write(samples);
}

void Encoder::Close() {
  if (output_) output_->Close();
}

std::string Encoder::Encode(const Format& format, std::span<const float> samples) {
  Output output(format, {}, VirtualFile({}), "the audio");
  output.Write(samples);
  output.Close();
  return std::move(output.kept());
}

}  // namespace bv2::audio
