#include "vits/durations.h"

#include <algorithm>
#include <cmath>

#include "kernels/elementwise.h"
#include "kernels/spline.h"
#include "vits/speaker_row.h"

namespace bv2::vits {
namespace {

constexpr size_t kTaps = 3;
constexpr size_t kDdsLayers = 3;
constexpr size_t kBins = 10;

void Copy(View<const float> from, View<float> to) {
  for (size_t t = 0; t < from.rows(); ++t) std::ranges::copy(from[t], to[t].begin());
}

std::optional<nn::Conv1d> SpeakerCondition(const model::Weights& weights, size_t gin, size_t out) {
  if (gin == 0) return std::nullopt;
  return nn::Linear(weights, "cond", gin, out);
}

}  // namespace

ConvFlow::ConvFlow(const model::Weights& weights, size_t filter, size_t taps)
    : filter_(filter),
      pre_(nn::Linear(weights, "pre", 1, filter)),
      convs_(weights.Scope("convs"), filter, taps, kDdsLayers),
      projection_(nn::Linear(weights, "proj", filter, 3 * kBins - 1)) {}

void ConvFlow::Reverse(View<float> z, View<const float> condition, const Context& context) const {
  const Arena::Scope scope(context.arena);
  const size_t count = z.rows();
  const View<float> hidden = context.arena.Matrix(count, filter_);
  const View<float> knots = context.arena.Matrix(count, 3 * kBins - 1);
  const auto moved = context.arena.Floats(count);
  pre_.Forward(z.Cols(0, 1), hidden, context, {.residual = condition});
  convs_.Forward(hidden, context);
  projection_.Forward(hidden, knots, context);
  // Widths and heights are tempered by √filter, derivatives are not.
  kernels::Scale(1.0f / std::sqrt(static_cast<float>(filter_)), knots.Cols(0, 2 * kBins));
  for (size_t t = 0; t < count; ++t) moved[t] = z(t, 1);
  kernels::RationalQuadraticSpline(moved, knots.Cols(0, kBins), knots.Cols(kBins, kBins),
                                   knots.Cols(2 * kBins, kBins - 1), {.inverse = true}, moved, {});
  for (size_t t = 0; t < count; ++t) z(t, 1) = moved[t];
}

StochasticDurationPredictor::StochasticDurationPredictor(const model::Weights& weights,
                                                         size_t hidden, size_t gin)
    : hidden_(hidden),
      pre_(nn::Linear(weights, "pre", hidden, hidden)),
      projection_(nn::Linear(weights, "proj", hidden, hidden)),
      convs_(weights.Scope("convs"), hidden, kTaps, kDdsLayers),
      condition_(SpeakerCondition(weights, gin, hidden)),
      affine_mean_(weights.Get("flows.0.m", {2, 1})),
      affine_logs_(weights.Get("flows.0.logs", {2, 1})) {
  // The file holds the couplings at odd indices (a flip follows each); inference runs them
  // backwards and, as the original does, without the first.
  size_t last = 1;
  while (weights.Has("flows." + std::to_string(last + 2) + ".pre.weight")) last += 2;
  for (size_t i = last; i > 1; i -= 2)
    flows_.emplace_back(weights.Scope("flows", i), hidden, kTaps);
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
  const auto flip = [&] {
    for (size_t t = 0; t < z.rows(); ++t) std::swap(z(t, 0), z(t, 1));
  };
  for (const ConvFlow& flow : flows_) {
    flip();
    flow.Reverse(z, condition, context);
  }
  flip();
  const float mean = affine_mean_.span()[0];
  const float scale = std::exp(-affine_logs_.span()[0]);
  for (size_t t = 0; t < z.rows(); ++t) logw[t] = (z(t, 0) - mean) * scale;
}

DurationPredictor::DurationPredictor(const model::Weights& weights, size_t hidden, size_t filter,
                                     size_t gin)
    : conv_1_(weights, "conv_1", {.in = hidden, .out = filter, .taps = kTaps}),
      norm_1_(weights, "norm_1", filter),
      conv_2_(weights, "conv_2", {.in = filter, .out = filter, .taps = kTaps}),
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
