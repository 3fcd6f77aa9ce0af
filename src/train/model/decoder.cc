#include "train/model/decoder.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::train {
namespace {

constexpr double kSlope = 0.1;

std::shared_ptr<NormedConv> Conv(int64_t channels, int64_t taps, int64_t dilation) {
  return std::make_shared<NormedConv>(ConvShape{.in = channels,
                                                .out = channels,
                                                .taps = {taps},
                                                .padding = {dilation * (taps - 1) / 2},
                                                .dilation = {dilation}});
}

// Steps on either side that an output of the widest residual block depends on.
int64_t ReachOfBlocks(const DecoderShape& shape) {
  int64_t reach = 0;
  for (size_t i = 0; i < shape.resblock_taps.size(); ++i) {
    int64_t steps = 0;
    for (const int64_t dilation : shape.resblock_dilations[i])
      steps += dilation + (shape.resblock_2 ? 0 : 1);
    reach = std::max(reach, steps * (shape.resblock_taps[i] / 2));
  }
  return reach;
}

}  // namespace

int64_t ReachInFrames(const DecoderShape& shape) {
  constexpr int64_t kOuter = 3;  // of conv_pre and conv_post
  int64_t reach = kOuter;
  for (size_t i = shape.upsample_rates.size(); i-- > 0;) {
    const int64_t rate = shape.upsample_rates[i], taps = shape.upsample_taps[i];
    const int64_t padding = (taps - rate) / 2;
    reach = (reach + ReachOfBlocks(shape) + taps - 1 - padding) / rate;
  }
  return reach + kOuter;
}

ResBlock::ResBlock(int64_t channels, int64_t taps, const std::vector<int64_t>& dilations,
                   bool second_kind) {
  convs1_ = register_module(second_kind ? "convs" : "convs1", MakeList<NormedConv>());
  for (const int64_t dilation : dilations) convs1_->Add(Conv(channels, taps, dilation));
  if (second_kind) return;
  convs2_ = register_module("convs2", MakeList<NormedConv>());
  for (size_t i = 0; i < dilations.size(); ++i) convs2_->Add(Conv(channels, taps, 1));
}

Tensor ResBlock::Forward(const Tensor& x) {
  Tensor h = x;
  for (size_t i = 0; i < convs1_->size(); ++i) {
    Tensor y = (*convs1_)[i].Forward(torch::leaky_relu(h, kSlope));
    if (convs2_) y = (*convs2_)[i].Forward(torch::leaky_relu(y, kSlope));
    h = y + h;
  }
  return h;
}

Decoder::Decoder(const DecoderShape& shape) : blocks_per_stage_(shape.resblock_taps.size()) {
  BV2_CHECK(shape.upsample_rates.size() == shape.upsample_taps.size(),
            "{} upsample rates, but {} kernel sizes", shape.upsample_rates.size(),
            shape.upsample_taps.size());
  BV2_CHECK(blocks_per_stage_ > 0 && blocks_per_stage_ == shape.resblock_dilations.size(),
            "{} kernel sizes of residual blocks, but {} lists of dilations", blocks_per_stage_,
            shape.resblock_dilations.size());
  int64_t channels = shape.upsample_channels;
  conv_pre_ = register_module("conv_pre", torch::nn::Conv1d(SameConv(shape.in, channels, 7)));
  ups_ = register_module("ups", MakeList<NormedConv>());
  resblocks_ = register_module("resblocks", MakeList<ResBlock>());
  for (size_t i = 0; i < shape.upsample_rates.size(); ++i, channels /= 2) {
    const int64_t rate = shape.upsample_rates[i], taps = shape.upsample_taps[i];
    ups_->Add(std::make_shared<NormedConv>(ConvShape{.in = channels,
                                                     .out = channels / 2,
                                                     .taps = {taps},
                                                     .stride = {rate},
                                                     .padding = {(taps - rate) / 2},
                                                     .transposed = true}));
    for (size_t j = 0; j < blocks_per_stage_; ++j)
      resblocks_->Add(std::make_shared<ResBlock>(channels / 2, shape.resblock_taps[j],
                                                 shape.resblock_dilations[j], shape.resblock_2));
  }
  conv_post_ =
      register_module("conv_post", torch::nn::Conv1d(SameConv(channels, 1, 7).bias(false)));
  if (shape.gin != 0)
    cond_ =
        register_module("cond", torch::nn::Conv1d(SameConv(shape.gin, shape.upsample_channels, 1)));
}

Tensor Decoder::Forward(const Tensor& z, const Tensor& g) {
  Tensor x = conv_pre_(z);
  if (g.defined()) x = x + cond_(g);
  for (size_t i = 0; i < ups_->size(); ++i) {
    x = (*ups_)[i].Forward(torch::leaky_relu(x, kSlope));
    Tensor sum;
    for (size_t j = 0; j < blocks_per_stage_; ++j) {
      const Tensor y = (*resblocks_)[i * blocks_per_stage_ + j].Forward(x);
      sum = sum.defined() ? sum + y : y;
    }
    x = sum / static_cast<double>(blocks_per_stage_);
  }
  return torch::tanh(conv_post_(torch::leaky_relu(x, 0.01)));
}

ReferenceEncoder::ReferenceEncoder(int64_t spec_channels, int64_t gin)
    : spec_channels_(spec_channels) {
  convs_ = register_module("convs", MakeList<NormedConv>());
  int64_t channels = 1, bins = spec_channels;
  for (const int64_t out : {32, 32, 64, 64, 128, 128}) {
    convs_->Add(std::make_shared<NormedConv>(ConvShape{
        .in = channels, .out = out, .taps = {3, 3}, .stride = {2, 2}, .padding = {1, 1}}));
    channels = out;
    bins = (bins - 1) / 2 + 1;
  }
  gru_ = register_module(
      "gru", torch::nn::GRU(torch::nn::GRUOptions(channels * bins, 128).batch_first(true)));
  proj_ = register_module("proj", torch::nn::Linear(128, gin));
}

Tensor ReferenceEncoder::Forward(const Tensor& spec) {
  Tensor x = spec.reshape({spec.size(0), 1, -1, spec_channels_});
  for (const auto& conv : convs_->layers()) x = torch::relu(conv->Forward(x));
  const Tensor steps = x.transpose(1, 2).flatten(2);  // [B, T', 128 · bins']
  return proj_(std::get<1>(gru_(steps)).squeeze(0));
}

}  // namespace bv2::train
