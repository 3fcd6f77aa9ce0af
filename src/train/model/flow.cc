#include "train/model/flow.h"

#include "base/check.h"

namespace bv2::train {
namespace {

Tensor FlipChannels(const Tensor& x) { return torch::flip(x, {1}); }

}  // namespace

template <typename Network, typename Shape>
CouplingLayer<Network, Shape>::CouplingLayer(int64_t channels, const Shape& network, bool mean_only)
    : mean_only_(mean_only) {
  BV2_CHECK(channels % 2 == 0, "a coupling layer of {} channels; expected an even number",
            channels);
  const int64_t half = channels / 2;
  pre_ = register_module("pre", torch::nn::Conv1d(SameConv(half, network.hidden, 1)));
  enc_ = register_module("enc", std::make_shared<Network>(network));
  post_ = register_module(
      "post", torch::nn::Conv1d(SameConv(network.hidden, mean_only ? half : channels, 1)));
  ZeroInit(*post_);
}

template <typename Network, typename Shape>
typename CouplingLayer<Network, Shape>::Affine CouplingLayer<Network, Shape>::Compute(
    const Tensor& x, const Tensor& mask, const Tensor& g) {
  const auto halves = x.chunk(2, 1);
  const Tensor h = enc_->Forward(pre_(halves[0]) * mask, mask, g);
  const Tensor stats = post_(h) * mask;
  if (mean_only_) return {halves[0], halves[1], stats, {}};
  const auto split = stats.chunk(2, 1);
  return {halves[0], halves[1], split[0], split[1]};
}

template <typename Network, typename Shape>
Transformed CouplingLayer<Network, Shape>::Forward(const Tensor& x, const Tensor& mask,
                                                   const Tensor& g) {
  const Affine a = Compute(x, mask, g);
  if (mean_only_)
    return {torch::cat({a.x0, a.m + a.x1 * mask}, 1), torch::zeros({x.size(0)}, x.options())};
  return {torch::cat({a.x0, a.m + a.x1 * torch::exp(a.logs) * mask}, 1), a.logs.sum({1, 2})};
}

template <typename Network, typename Shape>
Tensor CouplingLayer<Network, Shape>::Reverse(const Tensor& x, const Tensor& mask,
                                              const Tensor& g) {
  const Affine a = Compute(x, mask, g);
  const Tensor shifted = a.x1 - a.m;
  return torch::cat({a.x0, (mean_only_ ? shifted : shifted * torch::exp(-a.logs)) * mask}, 1);
}

template <typename Layer, typename Shape>
CouplingBlock<Layer, Shape>::CouplingBlock(int64_t channels, const Shape& network,
                                           int64_t couplings) {
  flows_ = register_module("flows", MakeList<Layer>());
  for (int64_t i = 0; i < couplings; ++i)
    flows_->AddAs(static_cast<size_t>(2 * i), std::make_shared<Layer>(channels, network, true));
}

template <typename Layer, typename Shape>
Tensor CouplingBlock<Layer, Shape>::Forward(const Tensor& x, const Tensor& mask, const Tensor& g) {
  Tensor z = x;
  for (const auto& layer : flows_->layers()) z = FlipChannels(layer->Forward(z, mask, g).z);
  return z;
}

template <typename Layer, typename Shape>
Tensor CouplingBlock<Layer, Shape>::Reverse(const Tensor& x, const Tensor& mask, const Tensor& g) {
  Tensor z = x;
  for (size_t i = flows_->size(); i-- > 0;) z = (*flows_)[i].Reverse(FlipChannels(z), mask, g);
  return z;
}

template class CouplingLayer<WaveNet, WaveNetShape>;
template class CouplingLayer<Encoder, EncoderShape>;
template class CouplingBlock<ResidualCouplingLayer, WaveNetShape>;
template class CouplingBlock<TransformerCouplingLayer, EncoderShape>;

}  // namespace bv2::train
