#pragma once

#include <torch/torch.h>

#include <vector>

#include "train/model/layers.h"

namespace bv2::train {

// Where the networks get their random numbers from: torch's generator here, a recording in tests.
class Noise {
 public:
  virtual ~Noise() = default;
  // Normal draws of this shape, type and device.
  virtual Tensor NormalLike(const Tensor& x) { return torch::randn_like(x); }
  // Uniform draws from [0, 1).
  virtual Tensor Uniform(int64_t count, const torch::TensorOptions& options) {
    return torch::rand({count}, options);
  }
};

// Returns given tensors one after the other. Throws kInvalidArgument for another shape than the
// recorded one, and after the last one.
class RecordedNoise : public Noise {
 public:
  explicit RecordedNoise(std::vector<Tensor> draws) : draws_(std::move(draws)) {}
  Tensor NormalLike(const Tensor& x) override;
  Tensor Uniform(int64_t count, const torch::TensorOptions& options) override;

 private:
  Tensor Next(at::IntArrayRef shape, const torch::TensorOptions& options);

  std::vector<Tensor> draws_;
  size_t next_ = 0;
};

}  // namespace bv2::train
