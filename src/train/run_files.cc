#include "train/run_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"

#include "train/checkpoint/folder.h"
#include "train/checkpoint/network_file.h"
#include "train/checkpoint/saving.h"
#include "train/run_state.h"
#include "train/speakers.h"

namespace bv2::train {
namespace {

namespace fs = std::filesystem;

struct Part {
  fs::path file;  // empty: it has none
  torch::nn::Module* network;
  AdamW* optimizer;
};

// The networks with their files, the generator last.
std::vector<Part> Parts(const CheckpointFiles& files, TrainingStep& training) {
  const Networks& networks = training.networks();
  std::vector<Part> parts;
  if (networks.durations) {
    parts.push_back({.file = files.durations,
                     .network = networks.durations.get(),
                     .optimizer = training.optimizer_dur()});
  }
  parts.push_back({.file = files.discriminator,
                   .network = networks.discriminator.get(),
                   .optimizer = &training.optimizer_d()});
  parts.push_back({.file = files.generator,
                   .network = networks.generator.get(),
                   .optimizer = &training.optimizer_g()});
  return parts;
}

LearningRate RateOf(const model::TrainConfig& config) {
  return {.first = config.learning_rate, .decay = config.lr_decay, .first_epoch = 1};
}

Restored FromState(const CheckpointFiles& files, TrainingStep& training,
                   const model::TrainConfig& config) {
  RunState state = ReadRunState(files.state);
  training.scaler().set_state({.scale = state.loss_scale, .good_steps = state.loss_scale_age});
  Restored restored{
      .position = {.step = state.next_step, .epoch = state.epoch, .batch = state.next_batch},
      .rate = RateOf(config),
      .random = {.cpu = std::move(state.cpu_random), .device = std::move(state.device_random)},
      .world_size = state.world_size};
  if (state.learning_rate != config.learning_rate) {
    restored.notice = fmt::format("the learning rate of the config is now {}; it was {}",
                                  config.learning_rate, state.learning_rate);
  }
  return restored;
}

}  // namespace

void SaveRun(const fs::path& folder, TrainingStep& training, const Position& next,
             const RandomStates& random, const model::TrainConfig& config) {
  const auto write = [&](const fs::path& place) {
    const CheckpointFiles files = CheckpointAt(place, next.step - 1);
    WriteRunState(files.state, {.next_step = next.step,
                                .epoch = next.epoch,
                                .next_batch = next.batch,
                                .world_size = static_cast<int64_t>(random.cpu.size()),
                                .loss_scale = training.scaler().state().scale,
                                .loss_scale_age = training.scaler().state().good_steps,
                                .learning_rate = config.learning_rate,
                                .cpu_random = random.cpu,
                                .device_random = random.device});
    for (const Part& part : Parts(files, training)) {
      WriteNetwork(part.file, *part.network, *part.optimizer,
                   {.learning_rate = config.learning_rate, .iteration = next.epoch});
    }
    // Of an earlier run that had a duration discriminator.
    if (!training.networks().durations) fs::remove(CheckpointAt(folder, next.step - 1).durations);
  };
  try {
    WriteTogether(folder, write);
  } catch (const Error& error) {
    Fail(error.code(), "step {} was not saved, older checkpoints are whole: {}", next.step - 1,
         error.what());
  }
}

std::optional<Restored> RestoreRun(const fs::path& folder, TrainingStep& training,
                                   const model::TrainConfig& config, ResumeRule rule,
                                   int64_t batches) {
  const std::optional<CheckpointFiles> files = LatestCheckpoint(folder);
  if (!files) return std::nullopt;
  const bool exact = rule == ResumeRule::kExact && !files->state.empty();
  const bool skip = !exact && config.skip_optimizer;
  int64_t epoch = 1;
  std::string missing;
  for (const Part& part : Parts(*files, training)) {
    if (part.file.empty()) {
      missing = fmt::format("there is no DUR_{}.pth: it starts untrained. ", files->step);
      continue;
    }
    epoch = ReadNetwork(part.file, *part.network, skip ? nullptr : part.optimizer).iteration;
  }
  epoch = std::max<int64_t>(epoch, 1);
  if (exact) {
    Restored restored = FromState(*files, training, config);
    restored.notice.insert(0, missing);
    return restored;
  }

  Restored restored{.position = {.step = (epoch - 1) * batches, .epoch = epoch},
                    .rate = RateOf(config),
                    .notice = missing};
  if (rule == ResumeRule::kOriginal) {
    const double held = skip ? config.learning_rate : training.optimizer_g().options().lr;
    restored.rate = ResumedAsOriginal(held, config.lr_decay, static_cast<int>(epoch));
  }
  if (skip) {
    restored.notice +=
        "the optimizers start anew, as the config has skip_optimizer; the first steps may be rough";
  }
  return restored;
}

Restored StartFromBase(const fs::path& generator, TrainingStep& training,
                       const model::Config& config) {
  const std::string name = generator.filename().string();
  const auto beside = [&](const char* prefix) -> fs::path {
    if (!name.starts_with("G_")) return {};
    fs::path file = generator.parent_path() / (prefix + name.substr(2));
    return fs::exists(file) ? file : fs::path();
  };
  const CheckpointFiles files{
      .generator = generator, .discriminator = beside("D_"), .durations = beside("DUR_")};
  Restored restored{.position = {}, .rate = RateOf(config.train)};
  constexpr const char* kSpeakers = "emb_g.weight";
  for (const Part& part : Parts(files, training)) {
    if (part.file.empty()) {
      restored.notice += "there is no D_ or DUR_ file beside the base model: it starts untrained. ";
      continue;
    }
    const std::vector<std::string> others = ReadWeightsThatFit(part.file, *part.network, kSpeakers);
    const torch::Tensor* const speakers = part.network->named_parameters().find(kSpeakers);
    if (speakers != nullptr) restored.notice += TakeSpeakers(part.file, config.data, *speakers);
    if (others.empty()) continue;
    restored.notice +=
        fmt::format("{} has no weights in this network's shape for {}: they start untrained. ",
                    part.file.filename().string(), fmt::join(others, ", "));
  }
  return restored;
}

}  // namespace bv2::train
