#pragma once

#include <c10/core/InferenceMode.h>
#include <c10/core/Stream.h>
#include <c10/util/Exception.h>
#include <torch/cuda.h>
#include <torch/torch.h>

#include <mutex>
#include <optional>
#include <vector>

#include "base/error.h"
#include "torch_runtime/engine.h"
#include "train/precision.h"

namespace bv2::torch_runtime {

// Where networks compute, and what in. Thread-safe.
class Compute {
 public:
  // Throws what OpenEngine throws.
  explicit Compute(const EngineOptions& options);

  const torch::Device& device() const { return device_; }
  // Of the weights of BERT and the decoder, where nearly all time goes. What decides durations
  // stays in single precision, and so does the flow.
  torch::ScalarType type() const;
  // While it lives, this thread computes in that precision.
  train::Autocast Lower() const { return {device_, precision_}; }

  // Runs work without gradients, on a GPU in a queue of its own: requests do not wait for each
  // other, and what they share must be finished before. LibTorch's exceptions become Errors.
  template <typename Work>
  auto Run(const Work& work) const {
    return Translate([&] {
      const c10::InferenceMode inference;
      const Queue queue(*this);
      return work();
    });
  }

  // The same for loading: everything is on the device when it returns.
  template <typename Work>
  void Load(const Work& work) const {
    Translate([&] {
      const torch::NoGradGuard no_grad;
      work();
      if (device_.is_cuda()) torch::cuda::synchronize(device_.index());
    });
  }

 private:
  template <typename Work>
  static auto Translate(const Work& work) {
    try {
      return work();
    } catch (const c10::Error& error) {
      Fail(ErrorCode::kInternal, "LibTorch: {}", error.what_without_backtrace());
    }
  }

  // The calling thread's stream of work, one that nobody else uses meanwhile. They are kept, since
  // LibTorch keeps memory for each. Nothing on the CPU.
  class Queue {
   public:
    explicit Queue(const Compute& compute);
    ~Queue();
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

   private:
    const Compute& compute_;
    std::optional<c10::Stream> before_, stream_;
  };

  torch::Device device_;
  train::Precision precision_;
  mutable std::mutex mutex_;
  mutable std::vector<c10::Stream> idle_;
};

}  // namespace bv2::torch_runtime
