#include "torch_runtime/compute.h"

#include <ATen/Context.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <fmt/format.h>
#include <torch/version.h>

#include <charconv>

#include "base/check.h"

namespace bv2::torch_runtime {
namespace {

// Of "cuda" or "cuda:N".
torch::Device GpuOf(const std::string& name) {
  int index = 0;
  if (name != "cuda") {
    const char* const end = name.data() + name.size();
    const size_t digits = std::string_view("cuda:").size();
    const auto [stop, error] = name.starts_with("cuda:")
                                   ? std::from_chars(name.data() + digits, end, index)
                                   : std::from_chars_result{name.data(), std::errc()};
    BV2_CHECK(error == std::errc() && stop == end && index >= 0 && name.size() > digits,
              "'{}' is no device; there are cpu, cuda, cuda:N and torch", name);
  }
  const auto count = static_cast<int>(torch::cuda::device_count());
  if (count == 0)
    Fail(ErrorCode::kUnsupported,
         "device '{}': LibTorch {} finds no GPU here; is it a build with CUDA, and does nvidia-smi "
         "show a GPU? Without one, use the device cpu",
         name, TORCH_VERSION);
  if (index >= count)
    Fail(ErrorCode::kUnsupported, "device '{}': there are {} GPUs, cuda:0 to cuda:{}", name, count,
         count - 1);
  return {torch::kCUDA, static_cast<c10::DeviceIndex>(index)};
}

train::Precision PrecisionOf(const std::string& precision, const torch::Device& device) {
  if (precision == "fp32") return train::Precision::kFloat;
  if (precision == "bf16") return train::Precision::kBFloat16;
  BV2_CHECK(precision == "fp16" || precision == "tf32",
            "'{}' is no precision; there are fp32, tf32, bf16 and fp16", precision);
  if (!device.is_cuda())
    Fail(ErrorCode::kUnsupported, "{} needs a GPU; on the CPU there are fp32 and bf16", precision);
  return precision == "fp16" ? train::Precision::kHalf : train::Precision::kFloat;
}

}  // namespace

Compute::Compute(const EngineOptions& options)
    : device_(options.device == "torch" ? torch::Device(torch::kCPU) : GpuOf(options.device)),
      precision_(PrecisionOf(options.precision, device_)) {
  // LibTorch would take tf32 for convolutions unasked. Process-wide, as is the engine.
  at::globalContext().setAllowTF32CuDNN(options.precision == "tf32");
  at::globalContext().setAllowTF32CuBLAS(options.precision == "tf32");
}

torch::ScalarType Compute::type() const {
  switch (precision_) {
    case train::Precision::kBFloat16:
      return torch::kBFloat16;
    case train::Precision::kHalf:
      return torch::kHalf;
    case train::Precision::kFloat:
      break;
  }
  return torch::kFloat;
}

Compute::Queue::Queue(const Compute& compute) : compute_(compute) {
  if (!compute.device().is_cuda()) return;
  const c10::impl::VirtualGuardImpl gpu(compute.device().type());
  {
    const std::lock_guard lock(compute.mutex_);
    if (!compute.idle_.empty()) {
      stream_ = compute.idle_.back();
      compute.idle_.pop_back();
    }
  }
  if (!stream_) stream_ = gpu.getStreamFromGlobalPool(compute.device());
  gpu.setDevice(compute.device());
  before_ = gpu.exchangeStream(*stream_);
}

Compute::Queue::~Queue() {
  if (!stream_) return;
  const c10::impl::VirtualGuardImpl gpu(compute_.device().type());
  gpu.exchangeStream(*before_);
  const std::lock_guard lock(compute_.mutex_);
  compute_.idle_.push_back(*stream_);
}

}  // namespace bv2::torch_runtime
