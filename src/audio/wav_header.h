#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bv2::audio {

// What the header of a RIFF wav says, and where its samples are.
struct WavHeader {
  int coding = 0;  // WAVE_FORMAT_…: 1 integers, 3 floats
  int bits = 0;    // of a sample
  int channels = 0;
  int sample_rate = 0;        // Hz
  size_t data_offset = 0;     // bytes before the samples
  size_t data_bytes = 0;      // of samples that are there
  size_t promised_bytes = 0;  // as the header has it; more than data_bytes if the file breaks off

  // "24-bit integers, 2 channels, 44100 Hz".
  std::string Description() const;
};

// Reads the chunks up to the samples. `name` stands for the file in errors.
// Throws kCorruptFile for what is no RIFF wav.
WavHeader ReadWavHeader(std::span<const std::byte> bytes, std::string_view name);

}  // namespace bv2::audio
