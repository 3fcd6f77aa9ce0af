#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "train/model/layers.h"

namespace bv2::train {

// What a discriminator says of a waveform: a score a place, and the outputs of all layers, which
// the feature loss compares.
struct Verdict {
  Tensor score;  // [B, places]
  std::vector<Tensor> features;
};

// Convolutions over a waveform, or over the waveform folded into columns of `period` samples.
// Source: HiFi-GAN (arXiv 2010.05646) §2.3.
class Discriminator : public torch::nn::Module {
 public:
  static constexpr int64_t kScale = 0;  // a period for the waveform as it is
  //   width  of the layers' channels, relative to the original's
  Discriminator(int64_t period, Norm norm, double width = 1);
  //   wav  [B, 1, samples]
  Verdict Forward(const Tensor& wav);

 private:
  int64_t period_;
  std::shared_ptr<ModuleList<NormedConv>> convs_;
  std::shared_ptr<NormedConv> conv_post_;
};

// One discriminator of the scale and five of periods, named `discriminators`.
class MultiPeriodDiscriminator : public torch::nn::Module {
 public:
  explicit MultiPeriodDiscriminator(Norm norm, double width = 1);
  std::vector<Verdict> Forward(const Tensor& wav);

 private:
  std::shared_ptr<ModuleList<Discriminator>> discriminators_;
};

struct DurationDiscriminatorShape {
  int64_t in = 192;
  int64_t filter = 192;
  int64_t taps = 3;
  double dropout = 0.1;
  int64_t gin = 0;  // channels of the speaker's embedding
};

// Tells found durations from predicted ones. Source: VITS2 (arXiv 2307.16430) §2.1.
class DurationDiscriminator : public torch::nn::Module {
 public:
  explicit DurationDiscriminator(const DurationDiscriminatorShape& shape);
  // The probability that each of the log-durations is found and not predicted, [B, T, 1] each.
  // Gradients stop at x and g.
  //   x  [B, in, T]    durations  [B, 1, T] each    g  [B, gin, 1], may be undefined
  std::vector<Tensor> Forward(const Tensor& x, const Tensor& mask,
                              const std::vector<Tensor>& durations, const Tensor& g = {});

 private:
  Tensor Probability(const Tensor& x, const Tensor& mask, const Tensor& durations);
  Tensor Drop(const Tensor& x) const;

  double dropout_;
  torch::nn::Conv1d conv_1_ = nullptr;
  std::shared_ptr<LayerNorm> norm_1_;
  torch::nn::Conv1d conv_2_ = nullptr;
  std::shared_ptr<LayerNorm> norm_2_;
  torch::nn::Conv1d dur_proj_ = nullptr;
  torch::nn::Conv1d pre_out_conv_1_ = nullptr;
  std::shared_ptr<LayerNorm> pre_out_norm_1_;
  torch::nn::Conv1d pre_out_conv_2_ = nullptr;
  std::shared_ptr<LayerNorm> pre_out_norm_2_;
  torch::nn::Conv1d cond_ = nullptr;
  std::shared_ptr<ModuleList<torch::nn::LinearImpl>> output_layer_;
};

}  // namespace bv2::train
