#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>

#include "train/model/layers.h"
#include "train/model/noise.h"

namespace bv2::train {

struct WaveNetShape {
  int64_t hidden = 192;
  int64_t taps = 5;           // odd
  int64_t dilation_rate = 1;  // layer i has dilation dilation_rate^i
  int64_t layers = 16;
  int64_t gin = 0;  // channels of the speaker's embedding
};

// Gated convolutions with residual and skip connections. Source: van den Oord et al. 2016, as in
// WaveGlow (Prenger et al. 2019).
class WaveNet : public torch::nn::Module {
 public:
  explicit WaveNet(const WaveNetShape& shape);
  //   x  [B, hidden, T]    g  [B, gin, 1], may be undefined    returns [B, hidden, T]
  Tensor Forward(const Tensor& x, const Tensor& mask, const Tensor& g);

 private:
  int64_t hidden_;
  std::shared_ptr<ModuleList<NormedConv>> in_layers_;
  std::shared_ptr<ModuleList<NormedConv>> res_skip_layers_;
  std::shared_ptr<NormedConv> cond_layer_;
};

struct PosteriorEncoderShape {
  int64_t in = 1025;  // bins of the spectrogram
  int64_t out = 192;
  WaveNetShape wavenet = {};
};

struct Posterior {
  Tensor z;     // [B, out, T]   a draw
  Tensor m;     // [B, out, T]
  Tensor logs;  // [B, out, T]
  Tensor mask;  // [B, 1, T]
};

// Spectrogram → the distribution of the latent. Source: VITS §2.4.
class PosteriorEncoder : public torch::nn::Module {
 public:
  explicit PosteriorEncoder(const PosteriorEncoderShape& shape);
  //   spec  [B, in, T]    lengths  [B]
  Posterior Forward(const Tensor& spec, const Tensor& lengths, const Tensor& g, Noise& noise);

 private:
  torch::nn::Conv1d pre_ = nullptr;
  std::shared_ptr<WaveNet> enc_;
  torch::nn::Conv1d proj_ = nullptr;
};

}  // namespace bv2::train
