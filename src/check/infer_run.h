#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/context.h"
#include "check/case.h"
#include "check/outcome.h"
#include "model/config.h"
#include "model/weights.h"
#include "vits/acoustic_model.h"

namespace bv2::check {

// The inputs of an infer case: a batch of utterances, padded to the longest.
struct InferInputs {
  Array x, tone, language;  // [B, T] ids
  Array bert, ja_bert;      // [B, D, T]
  Array sid = {};           // [B], or empty
  Array y = {};             // [B, F, T'] reference spectrograms, where there are no speaker ids
  std::vector<size_t> lengths = {};
  vits::InferOptions options = {};

  size_t items() const { return lengths.size(); }
  size_t time() const { return x.shape[1]; }
};
InferInputs ReadInferInputs(const Case& c, bool speaker_table);

// The random tensors of a batch, as the original draws them at once.
struct BatchNoise {
  Array durations;  // [B, 2, T]
  Array latent;     // [B, inter, T_frame]
};

// One tensor of the network, computed for the whole batch.
struct StageResult {
  std::string stage;
  std::string tensor;
  Batch value;
};

struct InferResult {
  std::vector<StageResult> stages;  // in the order of computation, the samples last; without
                                    // `observe` only the samples
  size_t frames = 0;                // of the longest item
};

struct InferRun {
  const vits::AcousticModel& voice;
  const InferInputs& inputs;
  // Where the random numbers of an item come from.
  std::function<std::unique_ptr<vits::NoiseSource>(size_t item)> noise;
  bool observe = true;
};

// Speaks every item alone, at its own length. As the original decodes the batch padded with zeros
// to its longest item, shorter items are decoded with those zeros.
InferResult RunInfer(const InferRun& run, const Context& context);

// Opens the networks of a case; and what they say must agree with the reference.
using VoiceOpener = std::function<std::unique_ptr<const vits::AcousticModel>(
    const model::Weights& weights, const model::Config& config)>;
Outcome CheckVoice(const Case& c, const VoiceOpener& open);

// Hands out the batch's noise item by item; zeros where a tensor is too short.
std::unique_ptr<vits::NoiseSource> ItemNoise(const BatchNoise& noise, size_t item);

}  // namespace bv2::check
