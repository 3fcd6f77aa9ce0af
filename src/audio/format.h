#pragma once

#include <filesystem>
#include <string_view>

namespace bv2::audio {

enum class Container { kWav, kFlac, kOgg, kOpus, kMp3 };
enum class SampleType { kPcm16, kFloat32 };

// How samples are stored. The sample type counts for wav only: flac stores PCM16, ogg (Vorbis),
// opus (in an ogg container) and mp3 store coefficients.
struct Format {
  Container container = Container::kWav;
  SampleType sample_type = SampleType::kFloat32;
  int sample_rate = 44100;  // Hz
  int channels = 1;
};

// "wav", "flac", "ogg", "opus", "mp3". Throws kInvalidArgument for another name.
Container ParseContainer(std::string_view name);

// The container that the path's suffix names. Throws kInvalidArgument for another or none.
Container ContainerOf(const std::filesystem::path& path);

const char* ContainerName(Container container);

}  // namespace bv2::audio
