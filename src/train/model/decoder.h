#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "train/model/layers.h"

namespace bv2::train {

struct DecoderShape {
  int64_t in = 192;
  bool resblock_2 = false;  // one convolution a step instead of two
  std::vector<int64_t> resblock_taps = {3, 7, 11};
  std::vector<std::vector<int64_t>> resblock_dilations = {{1, 3, 5}, {1, 3, 5}, {1, 3, 5}};
  std::vector<int64_t> upsample_rates = {8, 8, 2, 2, 2};
  std::vector<int64_t> upsample_taps = {16, 16, 8, 2, 2};
  int64_t upsample_channels = 512;
  int64_t gin = 0;  // channels of the speaker's embedding
};

// How many frames on either side of one its samples depend on.
int64_t ReachInFrames(const DecoderShape& shape);

// Residual convolutions of growing dilation, of both kinds.
class ResBlock : public torch::nn::Module {
 public:
  ResBlock(int64_t channels, int64_t taps, const std::vector<int64_t>& dilations, bool second_kind);
  Tensor Forward(const Tensor& x);

 private:
  std::shared_ptr<ModuleList<NormedConv>> convs1_;  // named `convs` in the second kind
  std::shared_ptr<ModuleList<NormedConv>> convs2_;  // none in the second kind
};

// Latent → waveform. Source: HiFi-GAN (arXiv 2010.05646) §2.2.
class Decoder : public torch::nn::Module {
 public:
  explicit Decoder(const DecoderShape& shape);
  //   z  [B, in, T]    g  [B, gin, 1], may be undefined
  //   returns [B, 1, T · product of the upsample rates], within [−1, 1]
  Tensor Forward(const Tensor& z, const Tensor& g);

 private:
  size_t blocks_per_stage_;
  torch::nn::Conv1d conv_pre_ = nullptr;
  std::shared_ptr<ModuleList<NormedConv>> ups_;
  std::shared_ptr<ModuleList<ResBlock>> resblocks_;
  torch::nn::Conv1d conv_post_ = nullptr;
  torch::nn::Conv1d cond_ = nullptr;
};

// Spectrogram → embedding of its speaker, for voices without an embedding table.
// Source: Wang et al. 2018, Style Tokens (arXiv 1803.09017) §3.1.1.
class ReferenceEncoder : public torch::nn::Module {
 public:
  ReferenceEncoder(int64_t spec_channels, int64_t gin);
  //   spec  [B, T, spec_channels]    returns [B, gin]
  Tensor Forward(const Tensor& spec);

 private:
  int64_t spec_channels_;
  std::shared_ptr<ModuleList<NormedConv>> convs_;
  torch::nn::GRU gru_ = nullptr;
  torch::nn::Linear proj_ = nullptr;
};

}  // namespace bv2::train
