#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/config.h"
#include "train/data/bert_source.h"
#include "train/dist/world.h"
#include "train/learning_rate.h"
#include "train/step.h"

namespace bv2::train {

// What a run is told beside its config.json.
struct TrainerOptions {
  std::filesystem::path folder;        // of the model: logs, checkpoints, config.json
  torch::Device device = torch::kCPU;  // of this process
  int threads = 0;                     // of this process; <= 0: its share of the cores
  size_t loader_threads = 2;
  std::optional<int64_t> max_steps = {};  // stop when so many steps are done, of all runs together
  std::filesystem::path base = {};        // G_*.pth to start from when the folder has no checkpoint
  std::optional<Precision> precision = {};  // none: the config's
  DurationGan duration_gan = DurationGan::kOriginal;
  ResumeRule resume = ResumeRule::kExact;
  bool use_bert = true;                  // false: BERT's features are zeros
  BertSource bert = {};                  // computes features where their files are missing
  std::vector<std::string> freeze = {};  // parts of the generator that are not trained, see Freeze
  bool validate = true;                  // look at the whole corpus before the first step
  size_t keep_ckpts = 5;                 // 0: all
  bool evaluate = true;  // speak the validation list whenever a checkpoint is written
};

enum class TrainingEnd { kFinished, kStopped };  // kStopped: by a signal; everything is saved

// Trains until the config's last epoch, max_steps or a signal. Call it in every process of the
// world.
// Throws, before the first step, kInvalidArgument with what is wrong in the corpus, and what
// reading the config's lists and files throws; kIo when a checkpoint cannot be written or another
// process is gone; kInternal naming the step and its files when a loss is no longer a number. The
// last checkpoint is whole in each case.
TrainingEnd Train(const model::Config& config, const TrainerOptions& options, const World& world);

}  // namespace bv2::train
