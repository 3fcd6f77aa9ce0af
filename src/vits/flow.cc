#include "vits/flow.h"

#include <cmath>

#include "base/check.h"
#include "base/parallel_make.h"
#include "vits/flip.h"

namespace bv2::vits {
namespace {

CouplingLayer::Network MakeNetwork(const model::Weights& weights, const FlowShape& shape,
                                   const ThreadPool& pool) {
  if (shape.transformer) return Encoder(weights.Scope("enc"), shape.encoder, pool);
  return WaveNet(weights.Scope("enc"), shape.wavenet);
}

size_t PostChannels(const model::Weights& weights) {
  const auto shape = weights.NormedShape("post");
  return shape.empty() ? 0 : shape[0];
}

}  // namespace

CouplingLayer::CouplingLayer(const model::Weights& weights, size_t channels, size_t hidden,
                             Network network)
    : half_(channels / 2),
      hidden_(hidden),
      mean_only_(PostChannels(weights) != channels),
      pre_(nn::Linear(weights, "pre", half_, hidden)),
      network_(std::move(network)),
      post_(nn::Linear(weights, "post", hidden, mean_only_ ? half_ : channels)) {
  BV2_CHECK(channels % 2 == 0, "{}: the flow has {} channels, an odd number", weights.source(),
            channels);
}

View<float> CouplingLayer::Stats(View<const float> z, std::span<const float> speaker,
                                 const Context& context) const {
  const View<float> stats = context.arena.Matrix(z.rows(), post_.out());
  const Arena::Scope scope(context.arena);
  const View<float> hidden = context.arena.Matrix(z.rows(), hidden_);
  const View<float> output = context.arena.Matrix(z.rows(), hidden_);
  pre_.Forward(z.Cols(0, half_), hidden, context);
  View<const float> encoded = hidden;
  if (const auto* encoder = std::get_if<Encoder>(&network_)) {
    encoder->Forward(hidden, speaker, context);
  } else {
    std::get<WaveNet>(network_).Forward(hidden, speaker, output, context);
    encoded = output;
  }
  post_.Forward(encoded, stats, context);
  return stats;
}

void CouplingLayer::Forward(View<float> z, std::span<const float> speaker,
                            const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> stats = Stats(z, speaker, context);
  for (size_t t = 0; t < z.rows(); ++t) {
    for (size_t c = 0; c < half_; ++c) {
      float& value = z(t, half_ + c);
      if (!mean_only_) value *= std::exp(stats(t, half_ + c));
      value += stats(t, c);
    }
  }
}

void CouplingLayer::Reverse(View<float> z, std::span<const float> speaker,
                            const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> stats = Stats(z, speaker, context);
  for (size_t t = 0; t < z.rows(); ++t) {
    for (size_t c = 0; c < half_; ++c) {
      float& value = z(t, half_ + c);
      value -= stats(t, c);
      if (!mean_only_) value *= std::exp(-stats(t, half_ + c));
    }
  }
}

Flow::Flow(const model::Weights& weights, const FlowShape& shape, const ThreadPool& pool) {
  const size_t hidden = shape.transformer ? shape.encoder.hidden : shape.wavenet.hidden;
  couplings_ = ParallelMake(pool, shape.couplings, [&](size_t use) {
    // The file holds a coupling at every even index; a flip without weights follows each.
    const model::Weights scope = weights.Scope("flows", 2 * (shape.couplings - 1 - use));
    return CouplingLayer(scope, shape.channels, hidden, MakeNetwork(scope, shape, pool));
  });
}

void Flow::Forward(View<float> z, std::span<const float> speaker, const Context& context) const {
  for (auto coupling = couplings_.rbegin(); coupling != couplings_.rend(); ++coupling) {
    coupling->Forward(z, speaker, context);
    FlipChannels(z);
  }
}

void Flow::Reverse(View<float> z, std::span<const float> speaker, const Context& context) const {
  for (const CouplingLayer& coupling : couplings_) {
    FlipChannels(z);
    coupling.Reverse(z, speaker, context);
  }
}

}  // namespace bv2::vits
