#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "audio/format.h"

namespace bv2::audio {

// Takes the next bytes of a stream: standard output, a socket, a string.
using ByteSink = std::function<void(std::span<const std::byte>)>;

// A wav that is sent before its length is known. The header goes out first, with the length
// 0xFFFFFFFF that readers take as "until the end" (as ffmpeg and sox write to a pipe).
class WavStream {
 public:
  // Sends the header. Throws kUnsupported unless the container is wav.
  WavStream(const Format& format, ByteSink sink);

  // Sends samples, [frames][channels].
  void Write(std::span<const float> samples);

 private:
  Format format_;
  ByteSink sink_;
};

// The bytes of a whole wav file. Throws kUnsupported unless the container is wav, kOutOfRange for
// 4 GiB or more.
std::string EncodeWav(const Format& format, std::span<const float> samples);

}  // namespace bv2::audio
