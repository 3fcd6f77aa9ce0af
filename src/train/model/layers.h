#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bv2::train {

using torch::Tensor;

// Layers of the networks that are trained. Members are registered under the names, and in the
// order, of the original, so that named_parameters() is the layout of its checkpoints and of its
// optimizers. Activations are [batch][channel][time]; masks [batch][1][time] of zeros and ones.

// Modules under consecutive numbers, as Python's ModuleList names them: list.0, list.1 …
template <typename Layer>
class ModuleList : public torch::nn::Module {
 public:
  void Add(std::shared_ptr<Layer> layer) { AddAs(layers_.size(), std::move(layer)); }
  // For lists whose other members have no parameters.
  void AddAs(size_t name, std::shared_ptr<Layer> layer) {
    layers_.push_back(register_module(std::to_string(name), std::move(layer)));
  }
  const std::vector<std::shared_ptr<Layer>>& layers() const { return layers_; }
  Layer& operator[](size_t i) const { return *layers_.at(i); }
  size_t size() const { return layers_.size(); }

 private:
  std::vector<std::shared_ptr<Layer>> layers_;
};

template <typename Layer>
std::shared_ptr<ModuleList<Layer>> MakeList() {
  return std::make_shared<ModuleList<Layer>>();
}

// One-dimensional convolution options: taps, and padding that keeps the length for odd ones.
torch::nn::Conv1dOptions SameConv(int64_t in, int64_t out, int64_t taps, int64_t dilation = 1);

// Normalises over the channels. Parameters gamma and beta.
class LayerNorm : public torch::nn::Module {
 public:
  explicit LayerNorm(int64_t channels);
  Tensor Forward(const Tensor& x) const;  // [B, C, T] → the same

 private:
  int64_t channels_;
  Tensor gamma_;
  Tensor beta_;
};

// The shape of a convolution over one or two dimensions; lists have one number a dimension.
struct ConvShape {
  int64_t in = 1;
  int64_t out = 1;
  std::vector<int64_t> taps = {};
  std::vector<int64_t> stride = {};    // empty: ones
  std::vector<int64_t> padding = {};   // empty: zeros
  std::vector<int64_t> dilation = {};  // empty: ones
  int64_t groups = 1;
  bool transposed = false;
  // Of two dimensions: the activations have them in the other order than all these lists and the
  // weight. A kernel of [taps, 1] then runs along memory, where the library is fastest.
  bool turned = false;
};

// How the weight of a convolution is reparametrised.
enum class Norm {
  kWeight,   // weight_g · weight_v / ‖weight_v‖ over all but the first dimension
             // (Salimans & Kingma 2016)
  kSpectral  // weight_orig divided by its largest singular value, which a step of power iteration
             // estimates in each forward pass while training (Miyato et al. 2018)
};

// A convolution with a normed weight. Starts like a plain one: weights and biases uniform within
// ±1/√fan_in. (The original draws some weights again from N(0, 0.01), but after norming, where the
// draw reaches only the folded copy and is overwritten by the next forward pass.)
class NormedConv : public torch::nn::Module {
 public:
  explicit NormedConv(ConvShape shape, Norm norm = Norm::kWeight);
  Tensor Forward(const Tensor& x);

  std::vector<int64_t> weight_shape() const;
  // From now on the weight is this, of the same shape, and no longer normed: for synthesis. It
  // takes the place of weight_g and weight_v, as the buffer `weight`.
  void Fold(const Tensor& weight);

 private:
  Tensor Weight();
  Tensor SpectralWeight();

  ConvShape shape_;
  Norm norm_;
  Tensor bias_;
  Tensor weight_g_;     // kWeight
  Tensor weight_v_;     // kWeight; with kSpectral the right singular vector, a buffer
  Tensor weight_orig_;  // kSpectral
  Tensor weight_u_;     // kSpectral: the left singular vector, a buffer
  Tensor folded_;       // the weight after Fold
};

// Zeroes weight and bias, so that a coupling layer starts as the identity.
void ZeroInit(torch::nn::Conv1dImpl& conv);

}  // namespace bv2::train
