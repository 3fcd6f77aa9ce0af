#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "train/dist/world.h"

namespace bv2::train {

// A sum over all processes that is under way.
class PendingSum {
 public:
  virtual ~PendingSum() = default;
  // Returns when the tensor holds the sum. Throws kIo if a process is gone.
  virtual void Wait() = 0;
};

// The processes of a world, joined: gloo between CPUs, NCCL between GPUs. Every process calls the
// same functions in the same order, on tensors of the same shapes; sums are the same to the last
// bit everywhere. Throws kIo if a process is gone or does not answer in time.
class ProcessGroup {
 public:
  // Waits for all processes. Throws kUnsupported if this build has no such backend.
  static std::unique_ptr<ProcessGroup> Join(const World& world, const torch::Device& device);
  virtual ~ProcessGroup() = default;

  const World& world() const { return world_; }

  // Rank 0's values to everyone, in place.
  virtual void Broadcast(torch::Tensor tensor) = 0;
  // In place. The tensor must live and stay untouched until the sum is there.
  virtual std::unique_ptr<PendingSum> StartSum(torch::Tensor tensor) = 0;
  void Sum(torch::Tensor tensor) { StartSum(std::move(tensor))->Wait(); }
  // Returns when all have called it.
  virtual void Barrier() = 0;

 protected:
  explicit ProcessGroup(World world) : world_(std::move(world)) {}

 private:
  World world_;
};

}  // namespace bv2::train
