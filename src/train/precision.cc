#include "train/precision.h"

#include <ATen/autocast_mode.h>

#include <cmath>

#include "base/error.h"
#include "base/log.h"

namespace bv2::train {
namespace {

// Since LibTorch 2.4 one function serves all devices.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
void SetAutocast(torch::DeviceType device, bool enabled, torch::ScalarType type) {
  at::autocast::set_autocast_dtype(device, type);
  at::autocast::set_autocast_enabled(device, enabled);
}
#else
void SetAutocast(torch::DeviceType device, bool enabled, torch::ScalarType type) {
  if (device == torch::kCPU) {
    at::autocast::set_autocast_cpu_dtype(type);
    at::autocast::set_cpu_enabled(enabled);
  } else {
    at::autocast::set_autocast_gpu_dtype(type);
    at::autocast::set_enabled(enabled);
  }
}
#endif

constexpr double kGrowth = 2, kBackoff = 0.5;
constexpr int64_t kGrowthInterval = 2000;

}  // namespace

Precision ChoosePrecision(const model::TrainConfig& config, const torch::Device& device,
                          std::optional<Precision> asked) {
  if (asked == Precision::kHalf && device.is_cpu())
    Fail(ErrorCode::kUnsupported, "fp16 needs a GPU; on the CPU train with bf16 or fp32");
  if (asked) return *asked;
  if (config.fp16_run && !device.is_cpu()) return Precision::kHalf;
  if (config.bf16_run) return Precision::kBFloat16;
  if (config.fp16_run)
    LogWarning("the config's fp16_run needs a GPU; this CPU trains in single precision");
  return Precision::kFloat;
}

Autocast::Autocast(const torch::Device& device, Precision precision)
    : device_(device.type()), lowered_(precision != Precision::kFloat) {
  if (!lowered_) return;
  at::autocast::increment_nesting();
  SetAutocast(device_, true, precision == Precision::kHalf ? torch::kHalf : torch::kBFloat16);
}

Autocast::~Autocast() {
  if (!lowered_) return;
  // Casts of the weights are kept from call to call, but not beyond an update of the weights.
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  SetAutocast(device_, false, device_ == torch::kCPU ? torch::kBFloat16 : torch::kHalf);
}

torch::Tensor GradScaler::Scale(const torch::Tensor& loss) const {
  return enabled_ ? loss * state_.scale : loss;
}

void GradScaler::Unscale(const std::vector<torch::Tensor>& parameters) const {
  if (!enabled_) return;
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> gradients;
  for (const torch::Tensor& parameter : parameters)
    if (parameter.grad().defined()) gradients.push_back(parameter.grad());
  if (!gradients.empty()) at::_foreach_mul_(gradients, 1 / state_.scale);
}

bool GradScaler::MayStep(const torch::Tensor& gradient_norm) {
  if (!enabled_ || std::isfinite(gradient_norm.item<double>())) return true;
  overflowed_ = true;
  return false;
}

void GradScaler::Update() {
  if (!enabled_) return;
  if (overflowed_) {
    state_ = {.scale = state_.scale * kBackoff, .good_steps = 0};
  } else if (++state_.good_steps == kGrowthInterval) {
    // Like torch's, the scale itself stays a number in single precision.
    const double grown = state_.scale * kGrowth;
    state_ = {.scale = std::isfinite(static_cast<float>(grown)) ? grown : state_.scale,
              .good_steps = 0};
  }
  overflowed_ = false;
}

}  // namespace bv2::train
