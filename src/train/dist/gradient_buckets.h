#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "train/dist/process_group.h"

namespace bv2::train {

// Averages gradients over the processes of a group while backward still computes others: gradients
// are gathered in buckets, in about the order in which backward finishes them, and each full bucket
// is summed at once. Source: Li et al. 2020, PyTorch Distributed (arXiv 2006.15704) §3.2.
//   buckets.Begin();
//   loss.backward();
//   buckets.Finish();
class GradientBuckets {
 public:
  // `parameters` are the same, in the same order, in all processes; those that need no gradient
  // are passed over. The group must outlive this.
  GradientBuckets(ProcessGroup& group, const std::vector<torch::Tensor>& parameters,
                  size_t bucket_bytes = size_t{25} << 20);
  ~GradientBuckets();
  GradientBuckets(const GradientBuckets&) = delete;
  GradientBuckets& operator=(const GradientBuckets&) = delete;

  // Before a backward pass. Passes without it leave gradients as each process computed them.
  void Begin();
  // After it: every gradient is the mean over all processes. A parameter that no process used keeps
  // an undefined gradient, so that optimizers pass over it as they do in a single process.
  void Finish();

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the hooks of the parameters
};

}  // namespace bv2::train
