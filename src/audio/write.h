#pragma once

#include <filesystem>
#include <functional>
#include <span>

#include "audio/format.h"

namespace bv2::audio {

// Takes the next samples, [frames][channels].
using SampleSink = std::function<void(std::span<const float>)>;

// Writes an audio file as one step: `produce` gives the samples piece by piece; when it returns,
// the finished file takes the place of `path`. If anything throws, `path` stays as it was.
// The same samples give the same bytes. Throws kIo or kNotFound naming the path, kUnsupported when
// the container cannot hold this rate or channel count, kOutOfRange for a wav of 4 GiB.
void WriteAudio(const std::filesystem::path& path, const Format& format,
                const std::function<void(const SampleSink&)>& produce);

void WriteAudio(const std::filesystem::path& path, const Format& format,
                std::span<const float> samples);

}  // namespace bv2::audio
