#include "train/trainer.h"

#include <ATen/Parallel.h>
#include <fmt/ranges.h>
#include <torch/cuda.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "base/log.h"
#include "board/run_folder.h"
#include "board/train_board.h"
#include "board/train_progress.h"
#include "corpus/bucket_sampler.h"
#include "train/check_corpus.h"
#include "train/checkpoint/folder.h"
#include "train/checkpoint/saving.h"
#include "train/data/collate.h"
#include "train/data/dataset.h"
#include "train/data/prefetch.h"
#include "train/dist/gradient_buckets.h"
#include "train/dist/heartbeat.h"
#include "train/dist/process_group.h"
#include "train/evaluation.h"
#include "train/freeze.h"
#include "train/report.h"
#include "train/run_files.h"
#include "train/run_state.h"
#include "train/stop_signal.h"

namespace bv2::train {
namespace {

namespace fs = std::filesystem;

// Steps between two questions whether any process was asked to stop.
constexpr int64_t kStepsBetweenAgreements = 8;

int ThreadsOf(const TrainerOptions& options, const World& world) {
  if (options.threads > 0) return options.threads;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / world.local_size);
}

// The other processes of the world, and the gradients that they exchange.
class Companions {
 public:
  Companions(const World& world, const torch::Device& device)
      : group_(ProcessGroup::Join(world, device)), heartbeat_(world, {}), device_(device) {}

  // Everybody starts from rank 0's weights; from then on gradients are averaged.
  void Share(TrainingStep& training) {
    for (AdamW* optimizer : training.optimizers()) {
      for (const Tensor& parameter : optimizer->parameters()) group_->Broadcast(parameter.detach());
      buckets_.push_back(std::make_unique<GradientBuckets>(*group_, optimizer->parameters()));
    }
    training.set_exchange({.begin = [this](size_t optimizer) { buckets_[optimizer]->Begin(); },
                           .finish = [this](size_t optimizer) { buckets_[optimizer]->Finish(); }});
  }

  bool AnyAsked(bool asked) const {
    const Tensor sum = torch::full({1}, asked ? 1.0f : 0.0f, device_);
    group_->Sum(sum);
    return sum.item<float>() > 0;
  }

  // The tensors of all ranks, in order. They have the same size everywhere.
  std::vector<Tensor> Gather(const Tensor& own) const {
    const World& world = group_->world();
    const Tensor all = torch::zeros({world.size, own.numel()}, torch::kInt32);
    all[world.rank].copy_(own);
    const Tensor shared = all.to(device_);
    group_->Sum(shared);
    return shared.to(torch::kCPU, torch::kUInt8).unbind(0);
  }

  void Check(const Position& position) const {
    const Tensor step = torch::full({1}, position.step, torch::kInt64).to(device_);
    group_->Broadcast(step);
    if (step.item<int64_t>() == position.step) return;
    Fail(ErrorCode::kIo,
         "rank {} goes on at step {}, but rank 0 at step {}; all processes need the same folder",
         group_->world().rank, position.step, step.item<int64_t>());
  }

  // All ranks compute the same weights, to the last bit; a machine that does not must not go on
  // unnoticed.
  void CheckAgreement(TrainingStep& training) const {
    Tensor sum = torch::zeros({1}, torch::kInt64);
    for (const AdamW* optimizer : training.optimizers())
      for (const Tensor& parameter : optimizer->parameters())
        sum += parameter.detach().contiguous().view(torch::kInt32).sum(torch::kInt64).cpu();
    const Tensor leading =
        sum.to(device_, sum.scalar_type(), /*non_blocking=*/false, /*copy=*/true);
    group_->Broadcast(leading);
    if (torch::equal(leading.cpu(), sum)) return;
    Fail(ErrorCode::kInternal, "the weights of rank {} are no longer those of rank 0",
         group_->world().rank);
  }

  void Barrier() const { group_->Barrier(); }

 private:
  std::unique_ptr<ProcessGroup> group_;
  Heartbeat heartbeat_;
  torch::Device device_;
  std::vector<std::unique_ptr<GradientBuckets>> buckets_;
};

class Trainer {
 public:
  // `companions` is null if this process trains alone.
  Trainer(const model::Config& config, const TrainerOptions& options, const World& world,
          Companions* companions)
      : config_(config),
        options_(options),
        world_(world),
        pool_(ThreadsOf(options, world)),
        dataset_(config.data.training_files, config.data, options.use_bert, options.bert),
        sampler_(dataset_.lengths(), {.batch_size = config.train.batch_size,
                                      .replicas = static_cast<size_t>(world.size),
                                      .rank = static_cast<size_t>(world.rank)}),
        training_(config, options.duration_gan, SeededNetworks(config, options),
                  ChoosePrecision(config.train, options.device, options.precision)),
        companions_(companions) {
    at::set_num_threads(pool_.threads());
    training_.To(options.device);
    Restore();
    if (!options.freeze.empty()) {
      const int64_t frozen = Freeze(*training_.networks().generator, options.freeze);
      if (world.leads())
        LogInfo("{} numbers of the generator are not trained: {}", frozen,
                fmt::join(options.freeze, ", "));
    }
    if (companions_ != nullptr) {
      companions_->Check(position_);
      companions_->Share(training_);
    }
    if (world.leads()) OpenBoard();
  }

  TrainingEnd Run(const StopSignal& stop) {
    for (; position_.epoch <= static_cast<int64_t>(config_.train.epochs); ++position_.epoch) {
      training_.SetLearningRate(rate_.At(static_cast<int>(position_.epoch)));
      const std::optional<TrainingEnd> end = RunEpoch(stop);
      if (end) return *end;
      if (board_) board_->EpochEnd(position_.epoch);
      position_.batch = 0;
    }
    Save();
    return TrainingEnd::kFinished;
  }

 private:
  static Networks SeededNetworks(const model::Config& config, const TrainerOptions& options) {
    torch::manual_seed(static_cast<uint64_t>(config.train.seed));
    Networks networks = MakeNetworks(config, options.duration_gan);
    if (!options.use_bert) networks.generator->ForgetBert();
    return networks;
  }

  void Restore() {
    const auto batches = static_cast<int64_t>(sampler_.batches());
    std::optional<Restored> restored =
        RestoreRun(options_.folder, training_, config_.train, options_.resume, batches);
    if (!restored && !options_.base.empty())
      restored = StartFromBase(options_.base, training_, config_);
    if (!restored) {
      rate_ = {.first = config_.train.learning_rate, .decay = config_.train.lr_decay};
      return;
    }
    rate_ = restored->rate;
    position_ = restored->position;
    resumed_ = position_.step > 0;
    if (world_.leads() && !restored->notice.empty()) LogInfo("{}", restored->notice);
    if (restored->world_size == world_.size) {
      const auto rank = static_cast<size_t>(world_.rank);
      SetCpuRandom(restored->random.cpu.at(rank));
      SetDeviceRandom(options_.device, restored->random.device.at(rank));
    } else if (restored->world_size > 0) {
      position_.batch = 0;
      if (world_.leads())
        LogInfo("{} processes wrote the checkpoint and {} go on: epoch {} starts again",
                restored->world_size, world_.size, position_.epoch);
    }
  }

  void OpenBoard() {
    const auto first_step = resumed_ ? std::optional(position_.step) : std::nullopt;
    board_.emplace(options_.folder, first_step);
    board_->LogConfig(config_.json);
    board_->log().Info(fmt::format("skipped: {}, total: {}", dataset_.left_out(),
                                   dataset_.size() + dataset_.left_out()));
    if (options_.evaluate)
      validation_.emplace(config_.data.validation_files, config_.data, options_.use_bert,
                          options_.bert);
  }

  // Empty at the epoch's end.
  std::optional<TrainingEnd> RunEpoch(const StopSignal& stop) {
    const auto batches = sampler_.Epoch(static_cast<uint64_t>(position_.epoch));
    const auto first = static_cast<size_t>(position_.batch);
    Prefetch<Batch> loader(batches.size() - std::min(first, batches.size()),
                           [&](size_t i) { return Load(batches[first + i]); },
                           {.threads = options_.loader_threads});
    while (std::optional<Batch> batch = loader.Next()) {
      const StepOutput out =
          training_.Run(ToDevice(*batch, options_.device), position_.step, noise_, pool_);
      ReadNoted();  // of the step before: on a GPU, this one has waited for it
      Note(out.losses, batches[static_cast<size_t>(position_.batch)]);
      Show(out, batches.size());
      const int64_t done = position_.step++;
      ++position_.batch;
      const auto interval = static_cast<int64_t>(config_.train.eval_interval);
      if (done % interval == 0) Save();
      if (options_.max_steps && position_.step >= *options_.max_steps) {
        Save();
        return TrainingEnd::kFinished;
      }
      if (StopAgreed(stop)) {
        Save();
        return TrainingEnd::kStopped;
      }
    }
    return std::nullopt;
  }

  Batch Load(const std::vector<size_t>& indices) const {
    std::vector<Example> examples;
    for (const size_t index : indices) examples.push_back(dataset_.Get(index));
    const Batch batch = Collate(examples);
    return options_.device.is_cuda() ? Pinned(batch) : batch;
  }

  // Has the losses of the step that was just taken on their way to the host.
  void Note(const StepLosses& losses, std::vector<size_t> indices) {
    Tensor total = losses.gen_all;
    if (losses.disc.defined()) total = total + losses.disc;
    if (losses.dur_disc.defined()) total = total + losses.dur_disc;
    const Tensor numbers = torch::stack({total, losses.mel, losses.kl}).to(torch::kDouble);
    noted_ = {.step = position_.step, .indices = std::move(indices), .numbers = numbers};
    if (options_.device.is_cpu()) return ReadNoted();
    const auto pinned = numbers.options().device(torch::kCPU).pinned_memory(true);
    noted_->numbers = torch::empty({3}, pinned).copy_(numbers, /*non_blocking=*/true);
  }

  // Ends the run if a loss was no longer a number. The copy must have arrived.
  void ReadNoted() {
    if (!noted_) return;
    const Noted noted = *std::exchange(noted_, std::nullopt);
    mel_ = noted.numbers[1].item<double>();
    kl_ = noted.numbers[2].item<double>();
    if (std::isfinite(noted.numbers[0].item<double>())) return;
    // In fp16 the scaler leaves such a step out and lowers its factor, as long as that can help.
    if (training_.scaler().enabled() && training_.scaler().state().scale >= 1) return;
    std::string files;
    for (const size_t index : noted.indices) files += fmt::format("\n  {}", dataset_.audio(index));
    Fail(ErrorCode::kOutOfRange,
         "at step {} a loss is no longer a number; checkpoints are as they were before. Look at "
         "these recordings, lower train.learning_rate, or train without fp16:{}",
         noted.step, files);
  }

  void Show(const StepOutput& out, size_t batches) {
    if (!board_) return;
    const double part = static_cast<double>(position_.batch) / static_cast<double>(batches);
    const auto interval = static_cast<int64_t>(config_.train.log_interval);
    if (position_.step % interval == 0) {
      const double rate = rate_.At(static_cast<int>(position_.epoch));
      board_->Step(position_.epoch, part, Report(out.losses, position_.step, rate));
      ShowPictures(out, position_.step, *board_);
    }
    const auto last_epoch = static_cast<int64_t>(config_.train.epochs);
    progress_.Update(
        {.step = position_.step + 1,
         .last_step = options_.max_steps.value_or(last_epoch * static_cast<int64_t>(batches)),
         .epoch = position_.epoch,
         .part = part,
         .losses = {{"mel", mel_}, {"kl", kl_}},
         .memory = board::ResidentMemory()});
  }

  bool StopAgreed(const StopSignal& stop) const {
    if (!companions_) return stop.asked();
    if (position_.step % kStepsBetweenAgreements != 0) return false;
    return companions_->AnyAsked(stop.asked());
  }

  // Of the step before position_.
  void Save() {
    if (position_.step == saved_ || position_.step == 0) return;
    if (options_.device.is_cuda()) torch::cuda::synchronize(options_.device.index());
    ReadNoted();
    saved_ = position_.step;
    RandomStates random = {.cpu = {CpuRandom()}, .device = {DeviceRandom(options_.device)}};
    if (companions_) {
      companions_->CheckAgreement(training_);
      random = {.cpu = companions_->Gather(random.cpu[0]),
                .device = companions_->Gather(random.device[0])};
    }
    if (!world_.leads()) return;
    SaveRun(options_.folder, training_, position_, random, config_.train);
    RemoveOldCheckpoints(options_.folder, options_.keep_ckpts);
    board_->log().Info(
        fmt::format("Saved model and optimizer state at iteration {} to {}", position_.epoch,
                    CheckpointAt(options_.folder, position_.step - 1).generator.string()));
    if (validation_) {
      Evaluate(
          *training_.networks().generator, *validation_, training_.mel(),
          {.device = options_.device, .sample_rate = static_cast<int>(config_.data.sampling_rate)},
          position_.step - 1, *board_);
    }
  }

  const model::Config& config_;
  const TrainerOptions& options_;
  const World& world_;
  ThreadPool pool_;
  Dataset dataset_;
  std::optional<Dataset> validation_;  // rank 0 only
  corpus::BucketSampler sampler_;
  TrainingStep training_;
  Noise noise_;
  Position position_;
  LearningRate rate_;
  bool resumed_ = false;
  int64_t saved_ = -1;
  // What the host looks at of a step: the sum of its losses, mel and kl. On a GPU that is a step
  // later, so that the host does not wait for the device.
  struct Noted {
    int64_t step;
    std::vector<size_t> indices;
    Tensor numbers;
  };
  std::optional<Noted> noted_;
  double mel_ = 0, kl_ = 0;  // of the last step that was read
  Companions* companions_;
  std::optional<board::TrainBoard> board_;
  board::TrainProgress progress_;
  const LogRedirect log_above_progress_{[this](std::string_view line) { progress_.Print(line); }};
};

}  // namespace

TrainingEnd Train(const model::Config& config, const TrainerOptions& options, const World& world) {
  std::optional<Companions> companions;
  if (world.distributed()) companions.emplace(world, options.device);
  if (world.leads()) FinishWriting(options.folder);
  if (world.leads() && options.validate) CheckCorpus(config, options, ThreadPool());
  if (companions) companions->Barrier();
  Trainer trainer(config, options, world, companions ? &*companions : nullptr);
  const StopSignal stop;
  const TrainingEnd end = trainer.Run(stop);
  // Nobody leaves before all are done.
  if (companions) companions->Barrier();
  return end;
}

}  // namespace bv2::train
