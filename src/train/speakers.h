#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "model/config.h"

namespace bv2::train {

using SpeakerIds = std::vector<std::pair<std::string, size_t>>;  // names and rows, as data.spk2id

// Which rows of a base model's speaker embedding go where.
struct SpeakerPlan {
  std::vector<std::pair<size_t, size_t>> rows;  // from, to
  std::string notice;                           // a sentence about who came from where
};

// Speakers of the same name keep their row of the base; the others start anew.
SpeakerPlan MatchSpeakers(const SpeakerIds& base, const SpeakerIds& ours);

// Sets rows of `embedding`, [speakers, channels], to those that the generator of a base model has:
// by name, if a config.json beside it names its speakers; by number, if it has as many; else none.
// Returns what the user should know.
std::string TakeSpeakers(const std::filesystem::path& base, const model::DataConfig& config,
                         torch::Tensor embedding);

}  // namespace bv2::train
