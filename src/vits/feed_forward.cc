#include "vits/feed_forward.h"

namespace bv2::vits {

FeedForward::FeedForward(const model::Weights& weights, size_t channels, size_t filter, size_t taps)
    : conv_1_(weights, "conv_1", {.in = channels, .out = filter, .taps = taps}),
      conv_2_(weights, "conv_2", {.in = filter, .out = channels, .taps = taps}) {}

void FeedForward::Forward(View<const float> x, View<const float> residual, View<float> y,
                          const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> inner = context.arena.Matrix(x.rows(), conv_1_.out());
  conv_1_.Forward(x, inner, context, {.output_activation = kernels::Activation::Relu()});
  conv_2_.Forward(inner, y, context, {.residual = residual});
}

}  // namespace bv2::vits
