#include "vits/posterior_encoder.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::vits {
namespace {

size_t Bins(const model::Weights& weights) {
  const auto& shape = weights.Shape("pre.weight");
  return shape.size() == 3 ? shape[1] : 0;
}

}  // namespace

PosteriorEncoder::PosteriorEncoder(const model::Weights& weights, size_t inter,
                                   const WaveNetShape& shape)
    : hidden_(shape.hidden),
      inter_(inter),
      pre_(nn::Linear(weights, "pre", Bins(weights), shape.hidden)),
      network_(weights.Scope("enc"), shape),
      projection_(nn::Linear(weights, "proj", shape.hidden, 2 * inter)) {}

void PosteriorEncoder::Encode(View<const float> spec, std::span<const float> speaker,
                              View<float> mean, View<float> logs, const Context& context) const {
  BV2_CHECK(spec.cols() == pre_.in(),
            "a spectrogram of {} bins; the voice was trained on {}: filter_length, or "
            "use_mel_posterior_encoder, of the config differ",
            spec.cols(), pre_.in());
  const Arena::Scope scope(context.arena);
  const View<float> x = context.arena.Matrix(spec.rows(), hidden_);
  const View<float> encoded = context.arena.Matrix(spec.rows(), hidden_);
  const View<float> stats = context.arena.Matrix(spec.rows(), 2 * inter_);
  pre_.Forward(spec, x, context);
  network_.Forward(x, speaker, encoded, context);
  projection_.Forward(encoded, stats, context);
  for (size_t t = 0; t < spec.rows(); ++t) {
    std::ranges::copy(stats.Cols(0, inter_)[t], mean[t].begin());
    std::ranges::copy(stats.Cols(inter_, inter_)[t], logs[t].begin());
  }
}

}  // namespace bv2::vits
