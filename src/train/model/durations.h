#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>

#include "train/model/flow.h"
#include "train/model/layers.h"
#include "train/model/noise.h"

namespace bv2::train {

// Dilated, depth-separable convolutions with residual sums.
class DdsConv : public torch::nn::Module {
 public:
  DdsConv(int64_t channels, int64_t taps, int64_t layers, double dropout);
  //   g  [B, C, T], added to x; may be undefined
  Tensor Forward(const Tensor& x, const Tensor& mask, const Tensor& g);

 private:
  double dropout_;
  std::shared_ptr<ModuleList<torch::nn::Conv1dImpl>> convs_sep_;
  std::shared_ptr<ModuleList<torch::nn::Conv1dImpl>> convs_1x1_;
  std::shared_ptr<ModuleList<LayerNorm>> norms_1_;
  std::shared_ptr<ModuleList<LayerNorm>> norms_2_;
};

// y = m + exp(logs) x for each channel.
class ElementwiseAffine : public torch::nn::Module {
 public:
  explicit ElementwiseAffine(int64_t channels);
  Transformed Forward(const Tensor& x, const Tensor& mask) const;
  Tensor Reverse(const Tensor& x, const Tensor& mask) const;

 private:
  Tensor m_;
  Tensor logs_;
};

// One half of the channels decides the spline that the other half goes through.
class ConvFlow : public torch::nn::Module {
 public:
  ConvFlow(int64_t channels, int64_t filter, int64_t taps, int64_t layers);
  //   x  [B, channels, T]    g  [B, filter, T]
  Transformed Forward(const Tensor& x, const Tensor& mask, const Tensor& g);
  Tensor Reverse(const Tensor& x, const Tensor& mask, const Tensor& g);

 private:
  Transformed Apply(const Tensor& x, const Tensor& mask, const Tensor& g, bool inverse);

  int64_t filter_;
  torch::nn::Conv1d pre_ = nullptr;
  std::shared_ptr<DdsConv> convs_;
  torch::nn::Conv1d proj_ = nullptr;
};

// An affine step and spline couplings of two channels, flipped after each: 0, 1, 3, 5, 7.
class SplineFlow : public torch::nn::Module {
 public:
  SplineFlow(int64_t filter, int64_t taps, int64_t couplings);
  Transformed Forward(const Tensor& x, const Tensor& mask, const Tensor& g);
  // Leaves out the first coupling, as the original does.
  Tensor Reverse(const Tensor& x, const Tensor& mask, const Tensor& g);

 private:
  std::shared_ptr<ElementwiseAffine> affine_;
  std::vector<std::shared_ptr<ConvFlow>> couplings_;
};

// The logarithm, floored at 1e-5, as a flow.
Transformed LogFlow(const Tensor& x, const Tensor& mask);

struct PredictorShape {
  int64_t in = 192;
  int64_t filter = 256;
  int64_t taps = 3;
  double dropout = 0.5;
  int64_t gin = 0;  // channels of the speaker's embedding
};

// Durations as a distribution, with variational dequantisation and augmentation.
// Source: VITS (arXiv 2106.06103) §2.2.2. `filter` is not used: the network is as wide as its
// input. Gradients stop at x and g.
class StochasticDurationPredictor : public torch::nn::Module {
 public:
  explicit StochasticDurationPredictor(const PredictorShape& shape, int64_t couplings = 4);
  // The negative log-likelihood of w, [B].
  //   x  [B, in, T]    w  [B, 1, T] frames    g  [B, gin, 1], may be undefined
  Tensor Forward(const Tensor& x, const Tensor& mask, const Tensor& w, const Tensor& g,
                 Noise& noise);
  // A draw of the logarithm of the durations, [B, 1, T].
  //   draw  [B, 2, T] normal noise, already scaled
  Tensor Reverse(const Tensor& x, const Tensor& mask, const Tensor& draw, const Tensor& g);

 private:
  Tensor Condition(const Tensor& x, const Tensor& mask, const Tensor& g);

  std::shared_ptr<SplineFlow> flows_;
  torch::nn::Conv1d post_pre_ = nullptr;
  torch::nn::Conv1d post_proj_ = nullptr;
  std::shared_ptr<DdsConv> post_convs_;
  std::shared_ptr<SplineFlow> post_flows_;
  torch::nn::Conv1d pre_ = nullptr;
  torch::nn::Conv1d proj_ = nullptr;
  std::shared_ptr<DdsConv> convs_;
  torch::nn::Conv1d cond_ = nullptr;
};

// Durations by regression. Gradients stop at x and g.
class DurationPredictor : public torch::nn::Module {
 public:
  explicit DurationPredictor(const PredictorShape& shape);
  // The logarithms of the durations, [B, 1, T].
  Tensor Forward(const Tensor& x, const Tensor& mask, const Tensor& g);

 private:
  double dropout_;
  torch::nn::Conv1d conv_1_ = nullptr;
  std::shared_ptr<LayerNorm> norm_1_;
  torch::nn::Conv1d conv_2_ = nullptr;
  std::shared_ptr<LayerNorm> norm_2_;
  torch::nn::Conv1d proj_ = nullptr;
  torch::nn::Conv1d cond_ = nullptr;
};

}  // namespace bv2::train
