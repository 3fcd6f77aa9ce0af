#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace bv2::audio {

struct Clip {
  std::vector<float> samples;  // [frames][channels]; integers are scaled to [-1, 1)
  int sample_rate = 0;         // Hz
  int channels = 0;

  size_t frames() const {
    return channels > 0 ? samples.size() / static_cast<size_t>(channels) : 0;
  }
};

// Reads any format that libsndfile knows (wav, flac, ogg, mp3, aiff, …), told by content, not by
// name. A file that breaks off early gives the samples that are there.
// Throws kNotFound, kIo, kCorruptFile, and kOutOfRange beyond 2^30 samples (6.7 h at 44.1 kHz).
Clip ReadAudio(const std::filesystem::path& path);

// The same for bytes in memory; `name` stands for them in errors.
Clip ReadAudio(std::span<const std::byte> bytes, std::string_view name);

}  // namespace bv2::audio
