#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/thread_pool.h"

namespace bv2::train {

struct AdamWOptions {
  double lr = 3e-4;
  double beta1 = 0.8;
  double beta2 = 0.99;
  double eps = 1e-9;
  double weight_decay = 0.01;
};

// What AdamW remembers of one parameter; undefined tensors before its first gradient.
struct AdamWState {
  int64_t step = 0;
  torch::Tensor exp_avg;
  torch::Tensor exp_avg_sq;
};

// Adam with decoupled weight decay, equal to PyTorch's. Parameters without a gradient are left
// alone, and have no state, as there. Source: Loshchilov & Hutter 2019 (arXiv 1711.05101).
class AdamW {
 public:
  // All parameters of the network, in its order. Throws kUnsupported unless they are contiguous
  // floats.
  AdamW(const torch::nn::Module& network, const AdamWOptions& options);

  void Step(const ThreadPool& pool);
  // Gradients become undefined, so that a parameter that gets none is told apart.
  void ZeroGrad();
  // The Euclidean norm of all gradients together, a scalar on their device; reading it waits.
  torch::Tensor GradientNorm() const;

  AdamWOptions& options() { return options_; }
  const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  std::vector<AdamWState>& states() { return states_; }  // one a parameter

 private:
  void UpdateOnHost(const ThreadPool& pool);
  void UpdateOnDevice();

  AdamWOptions options_;
  std::vector<torch::Tensor> parameters_;
  std::vector<AdamWState> states_;
};

}  // namespace bv2::train
