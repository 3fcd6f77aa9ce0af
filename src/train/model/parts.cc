#include "train/model/parts.h"

namespace bv2::train {
namespace {

int64_t Int(size_t value) { return static_cast<int64_t>(value); }

std::vector<int64_t> Ints(const std::vector<size_t>& values) {
  return {values.begin(), values.end()};
}

PredictorShape ShapeOfPredictor(const model::ModelConfig& m, int64_t filter) {
  return {.in = Int(m.hidden_channels), .filter = filter, .gin = Int(m.gin_channels)};
}

}  // namespace

std::shared_ptr<TextEncoder> MakeTextEncoder(const model::ModelConfig& m) {
  return std::make_shared<TextEncoder>(TextEncoderShape{
      .out = Int(m.inter_channels),
      .encoder = {.hidden = Int(m.hidden_channels),
                  .filter = Int(m.filter_channels),
                  .heads = Int(m.n_heads),
                  .layers = Int(m.n_layers),
                  .taps = Int(m.kernel_size),
                  .dropout = m.p_dropout,
                  .gin = m.use_spk_conditioned_encoder ? Int(m.gin_channels) : 0}});
}

std::shared_ptr<StochasticDurationPredictor> MakeStochasticDurations(const model::ModelConfig& m) {
  return std::make_shared<StochasticDurationPredictor>(ShapeOfPredictor(m, 192));
}

std::shared_ptr<DurationPredictor> MakeDurations(const model::ModelConfig& m) {
  return std::make_shared<DurationPredictor>(ShapeOfPredictor(m, 256));
}

std::shared_ptr<Flow> MakeFlow(const model::ModelConfig& m) {
  constexpr int64_t kTaps = 5;
  if (m.use_transformer_flow)
    return std::make_shared<TransformerCouplingBlock>(
        Int(m.inter_channels),
        EncoderShape{.hidden = Int(m.hidden_channels),
                     .filter = Int(m.filter_channels),
                     .heads = Int(m.n_heads),
                     .layers = Int(m.n_layers_trans_flow),
                     .taps = kTaps,
                     .dropout = m.p_dropout,
                     .gin = Int(m.gin_channels)},
        Int(m.n_flow_layer));
  // n_flow_layer is the number of WaveNet layers here: that is how the original passes it.
  return std::make_shared<ResidualCouplingBlock>(Int(m.inter_channels),
                                                 WaveNetShape{.hidden = Int(m.hidden_channels),
                                                              .taps = kTaps,
                                                              .dilation_rate = 1,
                                                              .layers = Int(m.n_flow_layer),
                                                              .gin = Int(m.gin_channels)},
                                                 4);
}

DecoderShape ShapeOfDecoder(const model::ModelConfig& m) {
  DecoderShape shape{.in = Int(m.inter_channels),
                     .resblock_2 = m.resblock != "1",
                     .resblock_taps = Ints(m.resblock_kernel_sizes),
                     .resblock_dilations = {},
                     .upsample_rates = Ints(m.upsample_rates),
                     .upsample_taps = Ints(m.upsample_kernel_sizes),
                     .upsample_channels = Int(m.upsample_initial_channel),
                     .gin = Int(m.gin_channels)};
  for (const auto& dilations : m.resblock_dilation_sizes)
    shape.resblock_dilations.push_back(Ints(dilations));
  return shape;
}

}  // namespace bv2::train
