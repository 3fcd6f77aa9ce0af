#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "audio/encoder.h"

namespace bv2::server {

// How audio is sent.
enum class Coding {
  kWav,       // 16-bit
  kWavFloat,  // as the original sends it
  kPcm,       // 16-bit little-endian samples and nothing else
  kFlac,
  kOgg,   // Vorbis
  kOpus,  // in an ogg container
  kMp3,
};

// "wav", "wav32", "pcm", "flac", "ogg", "opus" and "mp3".
std::optional<Coding> ParseCoding(std::string_view name);
std::string ContentType(Coding coding, int sample_rate);

// The whole of it, its header with all lengths.
std::string EncodeWhole(Coding coding, int sample_rate, std::span<const float> samples);

// Samples → bytes, as they come.
class StreamCoder {
 public:
  using Sink = std::function<void(std::string_view)>;

  StreamCoder(Coding coding, int sample_rate, Sink sink);
  void Write(std::span<const float> samples);
  void Close();

 private:
  Sink sink_;
  std::unique_ptr<audio::Encoder> encoder_;  // null: raw samples
};

}  // namespace bv2::server
