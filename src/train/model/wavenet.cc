#include "train/model/wavenet.h"

#include "base/check.h"
#include "train/model/segments.h"

namespace bv2::train {

WaveNet::WaveNet(const WaveNetShape& shape) : hidden_(shape.hidden) {
  BV2_CHECK(shape.taps % 2 == 1, "a WaveNet of {} taps; expected an odd number", shape.taps);
  in_layers_ = register_module("in_layers", MakeList<NormedConv>());
  res_skip_layers_ = register_module("res_skip_layers", MakeList<NormedConv>());
  if (shape.gin != 0)
    cond_layer_ = register_module(
        "cond_layer", std::make_shared<NormedConv>(ConvShape{
                          .in = shape.gin, .out = 2 * hidden_ * shape.layers, .taps = {1}}));
  int64_t dilation = 1;
  for (int64_t i = 0; i < shape.layers; ++i, dilation *= shape.dilation_rate) {
    in_layers_->Add(
        std::make_shared<NormedConv>(ConvShape{.in = hidden_,
                                               .out = 2 * hidden_,
                                               .taps = {shape.taps},
                                               .padding = {(shape.taps - 1) * dilation / 2},
                                               .dilation = {dilation}}));
    // The last layer has nothing to hand on but its skip.
    const int64_t out = i + 1 < shape.layers ? 2 * hidden_ : hidden_;
    res_skip_layers_->Add(
        std::make_shared<NormedConv>(ConvShape{.in = hidden_, .out = out, .taps = {1}}));
  }
}

Tensor WaveNet::Forward(const Tensor& x, const Tensor& mask, const Tensor& g) {
  const Tensor speaker = g.defined() && cond_layer_ ? cond_layer_->Forward(g) : Tensor();
  Tensor h = x, skips;
  for (size_t i = 0; i < in_layers_->size(); ++i) {
    Tensor gates = (*in_layers_)[i].Forward(h);
    if (speaker.defined())
      gates = gates + speaker.narrow(1, static_cast<int64_t>(i) * 2 * hidden_, 2 * hidden_);
    const Tensor acts = torch::tanh(gates.narrow(1, 0, hidden_)) *
                        torch::sigmoid(gates.narrow(1, hidden_, hidden_));
    Tensor skip = (*res_skip_layers_)[i].Forward(acts);
    if (i + 1 < in_layers_->size()) {
      h = (h + skip.narrow(1, 0, hidden_)) * mask;
      skip = skip.narrow(1, hidden_, hidden_);
    }
    skips = skips.defined() ? skips + skip : skip;
  }
  return skips * mask;
}

PosteriorEncoder::PosteriorEncoder(const PosteriorEncoderShape& shape) {
  const int64_t hidden = shape.wavenet.hidden;
  pre_ = register_module("pre", torch::nn::Conv1d(SameConv(shape.in, hidden, 1)));
  enc_ = register_module("enc", std::make_shared<WaveNet>(shape.wavenet));
  proj_ = register_module("proj", torch::nn::Conv1d(SameConv(hidden, 2 * shape.out, 1)));
}

Posterior PosteriorEncoder::Forward(const Tensor& spec, const Tensor& lengths, const Tensor& g,
                                    Noise& noise) {
  Posterior posterior;
  posterior.mask = SequenceMask(lengths, spec.size(2)).unsqueeze(1).to(spec.dtype());
  const Tensor h = enc_->Forward(pre_(spec) * posterior.mask, posterior.mask, g);
  const auto stats = (proj_(h) * posterior.mask).to(torch::kFloat).chunk(2, 1);
  posterior.m = stats[0];
  posterior.logs = stats[1];
  const Tensor draw = noise.NormalLike(posterior.m) * torch::exp(posterior.logs);
  posterior.z = (posterior.m + draw) * posterior.mask;
  return posterior;
}

}  // namespace bv2::train
