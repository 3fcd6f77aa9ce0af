#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>

#include "train/model/encoder.h"
#include "train/model/layers.h"
#include "train/model/wavenet.h"

namespace bv2::train {

// An invertible step or chain of them, with the logarithm of its Jacobian's determinant.
struct Transformed {
  Tensor z;
  Tensor logdet;  // [B]; zero for the mean-only couplings that voices have
};

// One affine coupling: half of the channels, through a network, shift and scale the other half.
//   Network: WaveNet or Encoder, by its shape
// Source: Dinh et al. 2017; VITS §2.4 (WaveNet), VITS2 (arXiv 2307.16430) §2.3 (transformer).
template <typename Network, typename Shape>
class CouplingLayer : public torch::nn::Module {
 public:
  // mean_only: shifts only.
  CouplingLayer(int64_t channels, const Shape& network, bool mean_only);
  Transformed Forward(const Tensor& x, const Tensor& mask, const Tensor& g);
  Tensor Reverse(const Tensor& x, const Tensor& mask, const Tensor& g);

 private:
  struct Affine {
    Tensor x0, x1, m, logs;  // logs is undefined when mean-only
  };
  Affine Compute(const Tensor& x, const Tensor& mask, const Tensor& g);

  bool mean_only_;
  torch::nn::Conv1d pre_ = nullptr;
  std::shared_ptr<Network> enc_;
  torch::nn::Conv1d post_ = nullptr;
};

using ResidualCouplingLayer = CouplingLayer<WaveNet, WaveNetShape>;
using TransformerCouplingLayer = CouplingLayer<Encoder, EncoderShape>;

// What the generator calls its flow, of either kind.
class Flow : public torch::nn::Module {
 public:
  virtual Tensor Forward(const Tensor& x, const Tensor& mask, const Tensor& g) = 0;
  virtual Tensor Reverse(const Tensor& x, const Tensor& mask, const Tensor& g) = 0;
};

// `couplings` layers with the channels flipped after each: flows.0, flows.2, …
template <typename Layer, typename Shape>
class CouplingBlock : public Flow {
 public:
  CouplingBlock(int64_t channels, const Shape& network, int64_t couplings);
  Tensor Forward(const Tensor& x, const Tensor& mask, const Tensor& g) override;
  Tensor Reverse(const Tensor& x, const Tensor& mask, const Tensor& g) override;

 private:
  std::shared_ptr<ModuleList<Layer>> flows_;
};

using ResidualCouplingBlock = CouplingBlock<ResidualCouplingLayer, WaveNetShape>;
using TransformerCouplingBlock = CouplingBlock<TransformerCouplingLayer, EncoderShape>;

extern template class CouplingLayer<WaveNet, WaveNetShape>;
extern template class CouplingLayer<Encoder, EncoderShape>;
extern template class CouplingBlock<ResidualCouplingLayer, WaveNetShape>;
extern template class CouplingBlock<TransformerCouplingLayer, EncoderShape>;

}  // namespace bv2::train
