#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "model/config.h"

namespace bv2::train {

// What convolutions and matrix products are computed in. Weights, optimizers and losses stay in
// single precision, as do the duration predictors, the alignment and the spectrograms.
enum class Precision { kFloat, kBFloat16, kHalf };

// The asked one; else that of train.fp16_run and train.bf16_run.
// Throws kUnsupported if fp16 is asked for on a CPU, which has no fast arithmetic for it. From the
// config it becomes single precision there, with a warning.
Precision ChoosePrecision(const model::TrainConfig& config, const torch::Device& device,
                          std::optional<Precision> asked);

// While it lives, this thread computes in the lower precision where torch holds that to be safe.
// Backward passes do not belong within.
class Autocast {
 public:
  Autocast(const torch::Device& device, Precision precision);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  torch::DeviceType device_;
  bool lowered_;
};

// Multiplies losses so that gradients in half precision do not vanish: by more and more until they
// overflow. Then that optimizer's step is left out and the factor halved.
// Source: torch.cuda.amp.GradScaler, with its defaults; Micikevicius et al. 2018
// (arXiv 1710.03740).
class GradScaler {
 public:
  struct State {
    double scale = 65536;
    int64_t good_steps = 0;  // since the scale last changed
  };
  explicit GradScaler(bool enabled) : enabled_(enabled) {}

  torch::Tensor Scale(const torch::Tensor& loss) const;
  // Divides the gradients of these parameters by the scale.
  void Unscale(const std::vector<torch::Tensor>& parameters) const;
  // Whether an optimizer may use gradients of this norm. Waits for the device, if enabled.
  // Processes that add up their gradients come to the same answer: an overflow spreads to all.
  bool MayStep(const torch::Tensor& gradient_norm);
  // Once a step, after all optimizers.
  void Update();

  bool enabled() const { return enabled_; }
  const State& state() const { return state_; }
  void set_state(const State& state) { state_ = state; }

 private:
  bool enabled_;
  bool overflowed_ = false;  // since the last Update()
  State state_;
};

}  // namespace bv2::train
