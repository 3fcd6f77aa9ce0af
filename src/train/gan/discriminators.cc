#include "train/gan/discriminators.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bv2::train {
namespace {

constexpr double kSlope = 0.1;

// Layers over the waveform, the last one giving the score: strongly grouped, four times fewer
// places each.
std::vector<ConvShape> ScaleShapes() {
  const auto grouped = [](int64_t in, int64_t out, int64_t groups) {
    return ConvShape{
        .in = in, .out = out, .taps = {41}, .stride = {4}, .padding = {20}, .groups = groups};
  };
  return {{.in = 1, .out = 16, .taps = {15}, .padding = {7}},
          grouped(16, 64, 4),
          grouped(64, 256, 16),
          grouped(256, 1024, 64),
          grouped(1024, 1024, 256),
          {.in = 1024, .out = 1024, .taps = {5}, .padding = {2}},
          {.in = 1024, .out = 1, .taps = {3}, .padding = {1}}};
}

// Layers over samples a period apart, the last one giving the score: three times fewer places each,
// columns apart.
std::vector<ConvShape> PeriodShapes() {
  const auto layer = [](int64_t in, int64_t out, int64_t taps, int64_t stride) {
    return ConvShape{.in = in,
                     .out = out,
                     .taps = {taps, 1},
                     .stride = {stride, 1},
                     .padding = {taps / 2, 0},
                     .turned = true};
  };
  return {layer(1, 32, 5, 3),     layer(32, 128, 5, 3),    layer(128, 512, 5, 3),
          layer(512, 1024, 5, 3), layer(1024, 1024, 5, 1), layer(1024, 1, 3, 1)};
}

// A layer between narrower ones. The wave and the score keep their one channel, and groups that the
// channels no longer fill become fewer.
ConvShape Narrowed(ConvShape shape, double width) {
  const auto narrowed = [&](int64_t channels) {
    if (channels == 1) return channels;
    return std::max<int64_t>(1, std::lround(static_cast<double>(channels) * width));
  };
  shape.in = narrowed(shape.in);
  shape.out = narrowed(shape.out);
  shape.groups = std::gcd(shape.groups, std::gcd(shape.in, shape.out));
  return shape;
}

// [B, 1, samples] → [B, 1, period, samples / period], continued by its mirror image if need be.
Tensor Fold(const Tensor& wav, int64_t period) {
  const int64_t rest = wav.size(2) % period;
  const Tensor whole = rest == 0 ? wav : torch::reflection_pad1d(wav, {0, period - rest});
  return whole.view({wav.size(0), wav.size(1), -1, period}).transpose(2, 3).contiguous();
}

}  // namespace

Discriminator::Discriminator(int64_t period, Norm norm, double width) : period_(period) {
  std::vector<ConvShape> shapes = period == kScale ? ScaleShapes() : PeriodShapes();
  const auto conv = [&](const ConvShape& shape) {
    return std::make_shared<NormedConv>(Narrowed(shape, width), norm);
  };
  const ConvShape post = shapes.back();
  shapes.pop_back();
  convs_ = register_module("convs", MakeList<NormedConv>());
  for (const ConvShape& shape : shapes) convs_->Add(conv(shape));
  conv_post_ = register_module("conv_post", conv(post));
}

Verdict Discriminator::Forward(const Tensor& wav) {
  Verdict verdict;
  // The original has columns last.
  const auto original = [&](const Tensor& x) { return period_ == kScale ? x : x.transpose(2, 3); };
  Tensor x = period_ == kScale ? wav : Fold(wav, period_);
  for (const auto& conv : convs_->layers()) {
    x = torch::leaky_relu(conv->Forward(x), kSlope);
    verdict.features.push_back(original(x));
  }
  verdict.features.push_back(original(conv_post_->Forward(x)));
  verdict.score = verdict.features.back().flatten(1);
  return verdict;
}

MultiPeriodDiscriminator::MultiPeriodDiscriminator(Norm norm, double width) {
  discriminators_ = register_module("discriminators", MakeList<Discriminator>());
  for (const int64_t period :
       {Discriminator::kScale, int64_t{2}, int64_t{3}, int64_t{5}, int64_t{7}, int64_t{11}})
    discriminators_->Add(std::make_shared<Discriminator>(period, norm, width));
}

std::vector<Verdict> MultiPeriodDiscriminator::Forward(const Tensor& wav) {
  std::vector<Verdict> verdicts;
  for (const auto& discriminator : discriminators_->layers())
    verdicts.push_back(discriminator->Forward(wav));
  return verdicts;
}

DurationDiscriminator::DurationDiscriminator(const DurationDiscriminatorShape& shape)
    : dropout_(shape.dropout) {
  const int64_t filter = shape.filter;
  const auto conv = [&](const char* name, int64_t in, int64_t out, int64_t taps) {
    return register_module(name, torch::nn::Conv1d(SameConv(in, out, taps)));
  };
  const auto norm = [&](const char* name) {
    return register_module(name, std::make_shared<LayerNorm>(filter));
  };
  conv_1_ = conv("conv_1", shape.in, filter, shape.taps);
  norm_1_ = norm("norm_1");
  conv_2_ = conv("conv_2", filter, filter, shape.taps);
  norm_2_ = norm("norm_2");
  dur_proj_ = conv("dur_proj", 1, filter, 1);
  pre_out_conv_1_ = conv("pre_out_conv_1", 2 * filter, filter, shape.taps);
  pre_out_norm_1_ = norm("pre_out_norm_1");
  pre_out_conv_2_ = conv("pre_out_conv_2", filter, filter, shape.taps);
  pre_out_norm_2_ = norm("pre_out_norm_2");
  if (shape.gin != 0) cond_ = conv("cond", shape.gin, shape.in, 1);
  output_layer_ = register_module("output_layer", MakeList<torch::nn::LinearImpl>());
  output_layer_->Add(std::make_shared<torch::nn::LinearImpl>(filter, 1));
}

Tensor DurationDiscriminator::Drop(const Tensor& x) const {
  return torch::dropout(x, dropout_, is_training());
}

Tensor DurationDiscriminator::Probability(const Tensor& x, const Tensor& mask,
                                          const Tensor& durations) {
  Tensor h = torch::cat({x, dur_proj_(durations)}, 1);
  h = Drop(pre_out_norm_1_->Forward(torch::relu(pre_out_conv_1_(h * mask))));
  h = Drop(pre_out_norm_2_->Forward(torch::relu(pre_out_conv_2_(h * mask))));
  return torch::sigmoid((*output_layer_)[0].forward((h * mask).transpose(1, 2)));
}

std::vector<Tensor> DurationDiscriminator::Forward(const Tensor& x, const Tensor& mask,
                                                   const std::vector<Tensor>& durations,
                                                   const Tensor& g) {
  Tensor h = x.detach();
  if (g.defined()) h = h + cond_(g.detach());
  h = Drop(norm_1_->Forward(torch::relu(conv_1_(h * mask))));
  h = Drop(norm_2_->Forward(torch::relu(conv_2_(h * mask))));
  std::vector<Tensor> probabilities;
  for (const Tensor& one : durations) probabilities.push_back(Probability(h, mask, one));
  return probabilities;
}

}  // namespace bv2::train
