#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/config.h"
#include "train/learning_rate.h"
#include "train/step.h"

namespace bv2::train {

// Where a run is.
struct Position {
  int64_t step = 0;   // of all epochs, of the next step
  int64_t epoch = 1;  // from 1
  int64_t batch = 0;  // of the epoch
};

// Random numbers of every process: of the CPU and of its GPU.
struct RandomStates {
  std::vector<torch::Tensor> cpu, device;
};

// Writes G_, D_, DUR_ and state_ of the step that was just done, which appear together; `next` is
// what follows it. Throws kIo; what was there before is whole then.
void SaveRun(const std::filesystem::path& folder, TrainingStep& training, const Position& next,
             const RandomStates& random, const model::TrainConfig& config);

// What a folder, or a base model, gave a run.
struct Restored {
  Position position;
  LearningRate rate;
  RandomStates random = {};  // empty: it starts with its seed
  int64_t world_size = 0;    // of the processes that wrote it; 0: not known
  std::string notice = {};   // what the user should know
};

// Goes on from the latest checkpoint of a folder. With its state and ResumeRule::kExact that is as
// if the run had never stopped. Without a state, as the original goes on: at the beginning of the
// checkpoint's epoch, with the optimizers' state unless the config has skip_optimizer.
//   batches  of an epoch
// nullopt if there is no checkpoint. Throws what reading files throws.
std::optional<Restored> RestoreRun(const std::filesystem::path& folder, TrainingStep& training,
                                   const model::TrainConfig& config, ResumeRule rule,
                                   int64_t batches);

// Takes the weights, and nothing else, of a generator G_*.pth and of the D_ and DUR_ files of the
// same number beside it, if there are such; speakers keep theirs, see TakeSpeakers. Throws what
// reading files throws.
Restored StartFromBase(const std::filesystem::path& generator, TrainingStep& training,
                       const model::Config& config);

}  // namespace bv2::train
