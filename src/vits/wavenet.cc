#include "vits/wavenet.h"

#include <algorithm>
#include <string>

#include "kernels/elementwise.h"

namespace bv2::vits {

WaveNet::WaveNet(const model::Weights& weights, const WaveNetShape& shape) : shape_(shape) {
  size_t dilation = 1;
  for (size_t i = 0; i < shape.layers; ++i) {
    const std::string index = std::to_string(i);
    const bool last = i + 1 == shape.layers;
    in_layers_.emplace_back(
        weights, "in_layers." + index,
        nn::ConvShape{
            .in = shape.hidden, .out = 2 * shape.hidden, .taps = shape.taps, .dilation = dilation});
    // The last layer has no next one to feed, only the skip output.
    res_skip_layers_.push_back(nn::Linear(weights, "res_skip_layers." + index, shape.hidden,
                                          last ? shape.hidden : 2 * shape.hidden));
    dilation *= shape.dilation_rate;
  }
  if (shape.gin > 0)
    condition_ = nn::Linear(weights, "cond_layer", shape.gin, 2 * shape.hidden * shape.layers);
}

void WaveNet::Forward(View<float> x, std::span<const float> speaker, View<float> y,
                      const Context& context) const {
  const Arena::Scope scope(context.arena);
  const size_t hidden = shape_.hidden;
  const View<float> gates_in = context.arena.Matrix(x.rows(), 2 * hidden);
  const View<float> gated = context.arena.Matrix(x.rows(), hidden);
  const View<float> res_skip = context.arena.Matrix(x.rows(), 2 * hidden);
  const View<float> condition = context.arena.Matrix(1, 2 * hidden * shape_.layers);
  const bool conditioned = condition_ && !speaker.empty();
  if (conditioned) condition_->Forward({speaker.data(), 1, speaker.size()}, condition, context);
  for (size_t t = 0; t < y.rows(); ++t) std::ranges::fill(y[t], 0.0f);

  for (size_t i = 0; i < shape_.layers; ++i) {
    in_layers_[i].Forward(x, gates_in, context);
    std::span<const float> layer_condition;
    if (conditioned) layer_condition = condition[0].subspan(2 * hidden * i, 2 * hidden);
    kernels::GatedTanh(gates_in, layer_condition, gated);
    if (i + 1 == shape_.layers) {
      res_skip_layers_[i].Forward(gated, y, context, {.accumulate = true});
    } else {
      res_skip_layers_[i].Forward(gated, res_skip, context);
      kernels::AddScaled(res_skip.Cols(0, hidden), 1.0f, x);
      kernels::AddScaled(res_skip.Cols(hidden, hidden), 1.0f, y);
    }
  }
}

}  // namespace bv2::vits
