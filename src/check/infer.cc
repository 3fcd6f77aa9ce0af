#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "check/infer_run.h"
#include "check/kinds.h"
#include "model/config.h"
#include "vits/voice.h"

namespace bv2::check {
namespace {

namespace fs = std::filesystem;

std::string TextOf(const Case& c, const char* key) {
  const Json* value = c.json.Find(key);
  return value != nullptr && value->is_string() ? value->AsString() : "";
}

// The configuration in the case itself, of its model, or beside its checkpoint.
model::Config ReadConfig(const Case& c) {
  if (const Json* config = c.json.Find("config"))
    return model::Config::Parse(config->Dump(), c.file.string());
  const std::string model = TextOf(c, "model");
  const fs::path folder = !model.empty()
                              ? Resolve(c, model)
                              : Resolve(c, c.json.At("checkpoint").AsString()).parent_path();
  return model::Config::Read(folder / "config.json");
}

model::Weights ReadWeights(const Case& c) {
  const std::string checkpoint = TextOf(c, "checkpoint");
  return checkpoint.empty() ? CaseWeights(c) : model::OpenVoiceWeights(Resolve(c, checkpoint));
}

// [B][time][channels] in memory → [B, channels, time].
Array FromMemoryOrder(std::span<const float> draws, const std::vector<size_t>& shape) {
  Array array{.shape = shape, .values = std::vector<double>(draws.size())};
  const size_t channels = shape[1], time = shape[2];
  for (size_t i = 0; i < draws.size(); ++i) {
    const size_t item = i / (channels * time), t = i / channels % time, c = i % channels;
    array.values[(item * channels + c) * time + t] = double{draws[i]};
  }
  return array;
}

// What the original draws for a batch after torch.manual_seed: the durations' noise into contiguous
// memory, the latent's into memory laid out [B][T_frame][inter], which is contiguous only when one
// of the last two sizes is 1.
BatchNoise DrawBatch(const InferInputs& inputs, uint64_t seed, size_t inter, size_t frames) {
  Rng rng(seed);
  std::vector<float> durations(inputs.items() * 2 * inputs.time());
  rng.FillNormal(durations);
  std::vector<float> latent(inputs.items() * frames * inter);
  if (frames == 1 || inter == 1)
    rng.FillNormal(latent);
  else
    rng.FillNormalStrided(latent);
  return {.durations = {.shape = {inputs.items(), 2, inputs.time()},
                        .values = {durations.begin(), durations.end()}},
          .latent = FromMemoryOrder(latent, {inputs.items(), inter, frames})};
}

// One utterance's noise drawn as the product draws it.
class OwnedSeededNoise final : public vits::NoiseSource {
 public:
  explicit OwnedSeededNoise(uint64_t seed) : rng_(seed) {}
  void FillDurations(View<float> noise) override { seeded_.FillDurations(noise); }
  void FillLatent(View<float> noise) override { seeded_.FillLatent(noise); }

 private:
  Rng rng_;
  vits::SeededNoise seeded_{rng_};
};

// With the recorded random numbers every tensor must agree.
size_t CheckStages(const Case& c, const vits::AcousticModel& voice, const InferInputs& inputs,
                   Comparison& comparison) {
  const auto file = OpenTensors(c, "inputs.safetensors");
  const BatchNoise noise{.durations = ReadArray(*file, "noise_sdp"),
                         .latent = ReadArray(*file, "noise_z")};
  RequireRank(noise.durations, 3, "noise_sdp");
  RequireRank(noise.latent, 3, "noise_z");
  const ThreadPool pool(1);
  Arena arena;
  const InferResult result =
      RunInfer({.voice = voice,
                .inputs = inputs,
                .noise = [&](size_t item) { return ItemNoise(noise, item); }},
               {pool, arena});
  for (const StageResult& stage : result.stages)
    if (comparison.has_output(stage.tensor))
      comparison.Check(stage.tensor, stage.value, fmt::format("{}: {}", stage.stage, stage.tensor));
  return result.frames;
}

// With only the seed the samples must agree, on any number of threads and any chunking.
void CheckSeeded(const vits::AcousticModel& voice, InferInputs inputs, uint64_t seed, size_t frames,
                 Comparison& comparison) {
  struct Way {
    int threads;
    size_t chunk_frames;
  };
  for (const Way way : {Way{1, 32}, Way{2, 7}}) {
    inputs.options.chunk_frames = way.chunk_frames;
    const BatchNoise batch = DrawBatch(inputs, seed, voice.inter_channels(), frames);
    const ThreadPool pool(way.threads);
    Arena arena;
    const InferRun run{.voice = voice,
                       .inputs = inputs,
                       .noise = [&](size_t item) -> std::unique_ptr<vits::NoiseSource> {
                         if (inputs.items() > 1) return ItemNoise(batch, item);
                         return std::make_unique<OwnedSeededNoise>(seed);
                       },
                       .observe = false};
    const InferResult result = RunInfer(run, {pool, arena});
    comparison.Check("audio", result.stages.back().value,
                     fmt::format("audio by seed, threads: {}", way.threads));
  }
}

}  // namespace

Outcome CheckVoice(const Case& c, const VoiceOpener& open) {
  Comparison comparison(c.json.Find("tolerance"), OpenTensors(c, "outputs.safetensors"));
  const auto voice = open(ReadWeights(c), ReadConfig(c));
  const InferInputs inputs = ReadInferInputs(c, voice->speakers() > 0);
  const size_t frames = CheckStages(c, *voice, inputs, comparison);
  if (const Json* seed = c.json.Find("seed"))
    CheckSeeded(*voice, inputs, static_cast<uint64_t>(seed->AsInteger()), frames, comparison);
  return Judge(comparison);
}

Outcome CheckInfer(const Case& c, const Options& options) {
  return CheckVoice(c, [&](const model::Weights& weights, const model::Config& config) {
    return std::make_unique<vits::Voice>(weights, config, ThreadPool(2), options.voice);
  });
}

}  // namespace bv2::check
