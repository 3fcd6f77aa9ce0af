#include "vits/dds_conv.h"

#include <string>

#include "kernels/elementwise.h"

namespace bv2::vits {

DdsConv::DdsConv(const model::Weights& weights, size_t channels, size_t taps, size_t layers)
    : taps_(taps) {
  size_t dilation = 1;
  for (size_t i = 0; i < layers; ++i) {
    const std::string index = std::to_string(i);
    layers_.push_back(
        {.depthwise_weight = weights.GetNormed("convs_sep." + index, {channels, 1, taps}),
         .depthwise_bias = weights.Get("convs_sep." + index + ".bias", {channels}),
         .norm_1 = nn::LayerNorm(weights.Scope("norms_1"), index, channels),
         .pointwise = nn::Linear(weights, "convs_1x1." + index, channels, channels),
         .norm_2 = nn::LayerNorm(weights.Scope("norms_2"), index, channels),
         .dilation = dilation});
    dilation *= taps;
  }
}

void DdsConv::Forward(View<float> x, const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> a = context.arena.Matrix(x.rows(), x.cols());
  const View<float> b = context.arena.Matrix(x.rows(), x.cols());
  for (const Layer& layer : layers_) {
    kernels::DepthwiseConv1d(x, layer.depthwise_weight, layer.depthwise_bias, taps_, layer.dilation,
                             a);
    layer.norm_1.Forward(a, {}, a);
    kernels::GeluInPlace(a);
    layer.pointwise.Forward(a, b, context);
    layer.norm_2.Forward(b, {}, b);
    kernels::GeluInPlace(b);
    kernels::AddScaled(b, 1.0f, x);
  }
}

}  // namespace bv2::vits
