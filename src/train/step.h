#pragma once

#include <torch/torch.h>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/thread_pool.h"
#include "model/config.h"
#include "train/gan/discriminators.h"
#include "train/gan/mel.h"
#include "train/gan/stft.h"
#include "train/model/generator.h"
#include "train/optim/adamw.h"
#include "train/precision.h"

namespace bv2::train {

// What the duration discriminator learns from.
//   kOff       there is none
//   kOriginal  as the original has it: predicted durations are given as real and found ones as
//              generated, and the generator gets no gradient from it, only a number in its loss
//   kFixed     the right way round, and the generator learns from it
enum class DurationGan { kOff, kOriginal, kFixed };

// The networks that are trained together, and their optimizers.
struct Networks {
  std::shared_ptr<Generator> generator;
  std::shared_ptr<MultiPeriodDiscriminator> discriminator;
  std::shared_ptr<DurationDiscriminator> durations;  // none with DurationGan::kOff
};

Networks MakeNetworks(const model::Config& config, DurationGan gan);

// What helps the alignment at a step, as the config asks for: noise, and the diagonal prior, which
// fades out linearly until train.align_prior_steps.
AlignmentHelp HelpWithAlignment(const model::Config& config, int64_t global_step);

// The losses of one step, scalars on the networks' device unless stated; names as in the original.
// Reading one waits for the device.
struct StepLosses {
  // Those that do not take part in the step are undefined.
  Tensor disc, dur_disc, gen, fm, mel, stft, dur, kl, dur_gen, gen_all;
  std::vector<Tensor> disc_r, disc_g, gen_parts;  // one a discriminator
  Tensor grad_norm_d, grad_norm_dur, grad_norm_g;
};

// What a step computed, for pictures.
struct StepOutput {
  StepLosses losses;
  GeneratorOutput generator;
  Tensor mel;        // [B, mels, Ty] of the whole utterances
  Tensor y_mel;      // [B, mels, frames] of the segments
  Tensor y_hat_mel;  // [B, mels, frames]
};

// Called with an optimizer's number in TrainingStep::optimizers() before its backward pass and
// after it, where the gradients of other processes come in. May be empty.
struct GradientExchange {
  std::function<void(size_t)> begin = {};
  std::function<void(size_t)> finish = {};
};

// One step of training: discriminator, duration discriminator, generator.
// Source: train_ms.py of Bert-VITS2 1.1.1; VITS (arXiv 2106.06103) §2.3.
class TrainingStep {
 public:
  TrainingStep(const model::Config& config, DurationGan gan, Networks networks,
               Precision precision = Precision::kFloat);

  StepOutput Run(const Batch& batch, int64_t global_step, Noise& noise, const ThreadPool& pool);

  const Networks& networks() const { return networks_; }
  AdamW& optimizer_g() { return optimizer_g_; }
  AdamW& optimizer_d() { return optimizer_d_; }
  AdamW* optimizer_dur() { return optimizer_dur_ ? &*optimizer_dur_ : nullptr; }
  // Of the generator, the discriminator and, if there is one, the duration discriminator.
  std::vector<AdamW*> optimizers();
  void SetLearningRate(double rate);
  // Of the losses in fp16; disabled in other precisions.
  GradScaler& scaler() { return scaler_; }
  void set_exchange(GradientExchange exchange) { exchange_ = std::move(exchange); }
  const MelSpectrogram& mel() const { return mel_; }
  // Moves networks and filters; call it before the first step.
  void To(torch::Device device);

 private:
  // The discriminators' scores of recordings and of results, [B, places] each. One pass through the
  // layers where that is the same as two.
  std::pair<std::vector<Tensor>, std::vector<Tensor>> ScoreBoth(const Tensor& wav,
                                                                const Tensor& y_hat);
  void StepDiscriminator(StepOutput& out, const Tensor& wav, const ThreadPool& pool);
  void StepDurations(StepOutput& out, const ThreadPool& pool);
  // `wav` is what the results should have been.
  void StepGenerator(StepOutput& out, const Tensor& wav, bool adversarial, const ThreadPool& pool);
  // What the generator learns from the discriminators. Leaves the parts among `losses`.
  Tensor Adversarial(StepLosses& losses, const Tensor& y_hat, const Tensor& wav);
  // Backward and a step of the optimizer of this number; returns the norm of the gradients.
  Tensor Descend(const Tensor& loss, size_t optimizer, const ThreadPool& pool);
  // Probabilities of found and of predicted durations, in the roles that the original gives them.
  std::vector<Tensor> JudgeDurations(const GeneratorOutput& out, bool detached);

  model::Config config_;
  DurationGan gan_;
  Networks networks_;
  Precision precision_;
  torch::Device device_ = torch::kCPU;
  GradScaler scaler_;
  MelSpectrogram mel_;
  StftLoss stft_;
  AdamW optimizer_g_;
  AdamW optimizer_d_;
  std::optional<AdamW> optimizer_dur_;
  GradientExchange exchange_;
};

}  // namespace bv2::train
