#include "vits/durations.h"

#include <algorithm>
#include <cmath>

#include "kernels/elementwise.h"
#include "kernels/spline.h"
#include "vits/flip.h"
#include "vits/speaker_row.h"

namespace bv2::vits {
namespace {

constexpr size_t kDdsLayers = 3;

void Copy(View<const float> from, View<float> to) {
  for (size_t t = 0; t < from.rows(); ++t) std::ranges::copy(from[t], to[t].begin());
}

std::optional<nn::Conv1d> SpeakerCondition(const model::Weights& weights, size_t gin, size_t out) {
  if (gin == 0) return std::nullopt;
  return nn::Linear(weights, "cond", gin, out);
}

}  // namespace

ElementwiseAffine::ElementwiseAffine(const model::Weights& weights, size_t channels)
    : mean_(weights.Get("m", {channels, 1})), logs_(weights.Get("logs", {channels, 1})) {}

void ElementwiseAffine::Reverse(View<float> z) const {
  for (size_t c = 0; c < z.cols(); ++c) {
    const float mean = mean_.span()[c];
    const float scale = std::exp(-logs_.span()[c]);
    for (size_t t = 0; t < z.rows(); ++t) z(t, c) = (z(t, c) - mean) * scale;
  }
}

ConvFlow::ConvFlow(const model::Weights& weights, const ConvFlowShape& shape)
    : shape_(shape),
      pre_(nn::Linear(weights, "pre", 1, shape.filter)),
      convs_(weights.Scope("convs"), shape.filter, shape.taps, shape.layers),
      projection_(nn::Linear(weights, "proj", shape.filter, 3 * shape.bins - 1)) {}

void ConvFlow::Reverse(View<float> z, View<const float> condition, const Context& context) const {
  const Arena::Scope scope(context.arena);
  const size_t count = z.rows();
  const size_t bins = shape_.bins;
  const View<float> hidden = context.arena.Matrix(count, shape_.filter);
  const View<float> knots = context.arena.Matrix(count, projection_.out());
  const auto moved = context.arena.Floats(count);
  pre_.Forward(z.Cols(0, 1), hidden, context, {.residual = condition});
  convs_.Forward(hidden, context);
  projection_.Forward(hidden, knots, context);
  // Widths and heights are tempered by √filter, derivatives are not.
  kernels::Scale(1.0f / std::sqrt(static_cast<float>(shape_.filter)), knots.Cols(0, 2 * bins));
  for (size_t t = 0; t < count; ++t) moved[t] = z(t, 1);
  kernels::RationalQuadraticSpline(moved, knots.Cols(0, bins), knots.Cols(bins, bins),
                                   knots.Cols(2 * bins, bins - 1),
                                   {.inverse = true, .tail_bound = shape_.tail_bound}, moved, {});
  for (size_t t = 0; t < count; ++t) z(t, 1) = moved[t];
}

StochasticDurationPredictor::StochasticDurationPredictor(const model::Weights& weights,
                                                         size_t hidden, size_t gin, size_t taps)
    : hidden_(hidden),
      pre_(nn::Linear(weights, "pre", hidden, hidden)),
      projection_(nn::Linear(weights, "proj", hidden, hidden)),
      convs_(weights.Scope("convs"), hidden, taps, kDdsLayers),
      condition_(SpeakerCondition(weights, gin, hidden)),
      affine_(weights.Scope("flows", 0), 2) {
  // The file holds the couplings at odd indices (a flip follows each); inference runs them
  // backwards and, as the original does, without the first.
  size_t last = 1;
  while (weights.Has("flows." + std::to_string(last + 2) + ".pre.weight")) last += 2;
  for (size_t i = last; i > 1; i -= 2)
    flows_.emplace_back(weights.Scope("flows", i), ConvFlowShape{.filter = hidden, .taps = taps});
}

void StochasticDurationPredictor::Predict(View<const float> x, std::span<const float> speaker,
                                          View<float> noise, std::span<float> logw,
                                          const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> hidden = context.arena.Matrix(x.rows(), hidden_);
  const View<float> condition = context.arena.Matrix(x.rows(), hidden_);
  pre_.Forward(x, hidden, context);
  if (condition_) AddSpeaker(*condition_, speaker, hidden, context);
  convs_.Forward(hidden, context);
  projection_.Forward(hidden, condition, context);
  const View<float> z = noise;
  for (const ConvFlow& flow : flows_) {
    FlipChannels(z);
    flow.Reverse(z, condition, context);
  }
  FlipChannels(z);
  affine_.Reverse(z);
  for (size_t t = 0; t < z.rows(); ++t) logw[t] = z(t, 0);
}

DurationPredictor::DurationPredictor(const model::Weights& weights, size_t hidden, size_t filter,
                                     size_t gin, size_t taps)
    : conv_1_(weights, "conv_1", {.in = hidden, .out = filter, .taps = taps}),
      norm_1_(weights, "norm_1", filter),
      conv_2_(weights, "conv_2", {.in = filter, .out = filter, .taps = taps}),
      norm_2_(weights, "norm_2", filter),
      projection_(nn::Linear(weights, "proj", filter, 1)),
      condition_(SpeakerCondition(weights, gin, hidden)) {}

void DurationPredictor::Predict(View<const float> x, std::span<const float> speaker,
                                std::span<float> logw, const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> input = context.arena.Matrix(x.rows(), x.cols());
  const View<float> a = context.arena.Matrix(x.rows(), conv_1_.out());
  const View<float> b = context.arena.Matrix(x.rows(), conv_1_.out());
  Copy(x, input);
  if (condition_) AddSpeaker(*condition_, speaker, input, context);
  conv_1_.Forward(input, a, context, {.output_activation = kernels::Activation::Relu()});
  norm_1_.Forward(a, {}, a);
  conv_2_.Forward(a, b, context, {.output_activation = kernels::Activation::Relu()});
  norm_2_.Forward(b, {}, b);
  projection_.Forward(b, View<float>(logw.data(), logw.size(), 1), context);
}

}  // namespace bv2::vits
