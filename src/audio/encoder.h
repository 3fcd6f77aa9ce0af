#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "audio/format.h"
#include "audio/wav_stream.h"

namespace bv2::audio {

// Samples → the bytes of an audio file, as they come. The same samples give the same bytes, however
// they are cut. Opus knows few sample rates: others are resampled to 48 kHz.
class Encoder {
 public:
  // Into the file at `path`; `name` stands for it in errors. Throws kUnsupported when the container
  // cannot hold this rate or channel count, kIo.
  Encoder(const Format& format, const std::filesystem::path& path, const std::string& name);

  // Into a stream. Lengths in the header that cannot be known yet stay unknown: 0 frames in flac,
  // an mp3 without a count, 0xFFFFFFFF bytes in wav. Bytes are given out when they are final; what
  // the sink throws passes through Write and Close.
  Encoder(const Format& format, ByteSink sink);

  ~Encoder();
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // Takes samples, [frames][channels]. Throws kIo, kOutOfRange for a wav file of 4 GiB.
  void Write(std::span<const float> samples);
  // Ends the file. Throws kInvalidArgument if there were no samples and the container needs some.
  void Close();

  // The bytes of a whole file, its header with all lengths. Throws what Encoder throws.
  static std::string Encode(const Format& format, std::span<const float> samples);

 private:
  class Output;
  std::unique_ptr<Output> output_;
  std::unique_ptr<WavStream> wav_;  // in place of the other
};

}  // namespace bv2::audio
