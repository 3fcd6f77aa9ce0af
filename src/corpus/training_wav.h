#pragma once

#include <filesystem>
#include <vector>

#include "model/config.h"

namespace bv2::corpus {

// A recording as training reads it: 16-bit integers, one channel, the config's sampling_rate. The
// original would misread other numbers and break on other rates.
//
// Both throw kNotFound and kIo; kCorruptFile for what is no wav, breaks off or is empty;
// kUnsupported for a wav of another kind, saying of which.

// [samples], divided by max_wav_value.
std::vector<float> ReadTrainingWav(const std::filesystem::path& path,
                                   const model::DataConfig& config);

// How many samples it has; reads the header only.
size_t TrainingWavSamples(const std::filesystem::path& path, const model::DataConfig& config);

}  // namespace bv2::corpus
