#include "audio/write.h"

#include "audio/encoder.h"
#include "base/file.h"

namespace bv2::audio {

namespace fs = std::filesystem;

void WriteAudio(const fs::path& path, const Format& format,
                const std::function<void(const SampleSink&)>& produce) {
  ReplaceFile(path, [&](const fs::path& temporary) {
    Encoder encoder(format, temporary, path.string());
    produce([&encoder](std::span<const float> samples) { encoder.Write(samples); });
    encoder.Close();
  });
}

void WriteAudio(const fs::path& path, const Format& format, std::span<const float> samples) {
  WriteAudio(path, format, [&](const SampleSink& sink) { sink(samples); });
}

}  // namespace bv2::audio
