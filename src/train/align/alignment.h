#pragma once

#include <torch/torch.h>

#include <memory>

#include "base/thread_pool.h"

namespace bv2::train {

// The log-likelihood of each frame of z under the prior of each phone, [B, Ty, Tx], in single
// precision and without gradients.
//   z [B, C, Ty]    m, logs [B, C, Tx]
torch::Tensor AlignmentScores(const torch::Tensor& z, const torch::Tensor& m,
                              const torch::Tensor& logs);

// How likely a frame belongs to a phone before anything is known, in nats: beta-binomial about the
// diagonal, [B, Ty, Tx]; zero in the padding. Added to the scores it keeps the first paths of a run
// from giving a few phones all frames.
//   lengths_y, lengths_x [B] on the CPU or a GPU
// Source: Badlani et al. 2021 (arXiv 2108.10447) §2.4, with a scaling factor of 1.
torch::Tensor DiagonalPrior(const torch::Tensor& lengths_y, const torch::Tensor& lengths_x);

// A search for the best monotonic path, which runs on the CPU. On a GPU the constructor only queues
// the copy of the scores, so that work queued between it and Durations() hides the search.
class PathSearch {
 public:
  // Overwrites the scores where they are on the CPU.
  //   scores [B, Ty, Tx] contiguous floats    lengths_y, lengths_x [B]
  PathSearch(const torch::Tensor& scores, const torch::Tensor& lengths_y,
             const torch::Tensor& lengths_x);
  // Searches one item a task. Returns frames a phone, [B, Tx] of int64, on the scores' device.
  torch::Tensor Durations(const ThreadPool& pool);

 private:
  void WaitForCopy() const;

  torch::Device device_;
  torch::Tensor scores_;   // on the CPU
  torch::Tensor lengths_;  // [2, B] on the CPU
  std::shared_ptr<c10::Event> copied_;
};

}  // namespace bv2::train
