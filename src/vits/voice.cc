#include "vits/voice.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/check.h"
#include "vits/path.h"

namespace bv2::vits {
namespace {

// Fixed in the original, whatever the configuration says.
constexpr size_t kFlowTaps = 5;
constexpr size_t kPosteriorTaps = 5, kPosteriorLayers = 16;
constexpr size_t kDurationFilter = 256;

// Latent frames decoded at a time: their activations fit into the cache.
constexpr size_t kChunkFrames = 32;

EncoderShape TextEncoderShape(const model::ModelConfig& c) {
  return {.hidden = c.hidden_channels,
          .filter = c.filter_channels,
          .heads = c.n_heads,
          .layers = c.n_layers,
          .taps = c.kernel_size,
          .gin = c.gin_channels};
}

FlowShape ShapeOfFlow(const model::Weights& weights, const model::ModelConfig& c) {
  FlowShape shape{.channels = c.inter_channels};
  // The file decides which flow it is; published configurations often do not say.
  shape.transformer = !weights.Has("flow.flows.0.enc.in_layers.0.bias");
  if (shape.transformer) {
    shape.couplings = c.n_flow_layer;
    shape.encoder = TextEncoderShape(c);
    shape.encoder.layers = c.n_layers_trans_flow;
    shape.encoder.taps = kFlowTaps;
  } else {
    shape.couplings = 0;
    while (weights.Has(fmt::format("flow.flows.{}.pre.weight", 2 * shape.couplings)))
      ++shape.couplings;
    shape.wavenet = {.hidden = c.hidden_channels,
                     .taps = kFlowTaps,
                     .dilation_rate = 1,
                     .layers = c.n_flow_layer,
                     .gin = c.gin_channels};
  }
  return shape;
}

DecoderShape ShapeOfDecoder(const model::ModelConfig& c, const VoiceOptions& options) {
  using kernels::ConvAccuracy;
  return {.inter = c.inter_channels,
          .initial_channels = c.upsample_initial_channel,
          .gin = c.gin_channels,
          .upsample_rates = c.upsample_rates,
          .upsample_taps = c.upsample_kernel_sizes,
          .resblock_taps = c.resblock_kernel_sizes,
          .resblock_dilations = c.resblock_dilation_sizes,
          .two_convolutions = c.resblock == "1",
          .accuracy = options.fast ? ConvAccuracy::kFast : ConvAccuracy::kSafe};
}

View<const float> AsColumn(std::span<const float> values) {
  return {values.data(), values.size(), 1};
}

}  // namespace

Voice::Voice(const model::Weights& weights, const model::Config& config, const ThreadPool& pool,
             const VoiceOptions& options)
    : gin_(config.model.gin_channels),
      inter_(config.model.inter_channels),
      text_encoder_(weights.Scope("enc_p"), TextEncoderShape(config.model), inter_, pool),
      stochastic_durations_(weights.Scope("sdp"), config.model.hidden_channels, gin_),
      durations_(weights.Scope("dp"), config.model.hidden_channels, kDurationFilter, gin_),
      flow_(weights.Scope("flow"), ShapeOfFlow(weights, config.model), pool),
      decoder_(weights.Scope("dec"), ShapeOfDecoder(config.model, options), pool) {
  if (weights.Has("emb_g.weight"))
    speaker_table_.emplace(weights, "emb_g", gin_);
  else
    reference_encoder_.emplace(weights.Scope("ref_enc"), config.data.filter_length / 2 + 1, gin_);
  if (weights.Has("enc_q.pre.weight"))
    posterior_encoder_.emplace(weights.Scope("enc_q"), inter_,
                               WaveNetShape{.hidden = config.model.hidden_channels,
                                            .taps = kPosteriorTaps,
                                            .layers = kPosteriorLayers,
                                            .gin = gin_});
}

std::span<const float> Voice::Speaker(int64_t id) const {
  BV2_CHECK(speaker_table_,
            "this voice has no speaker table; it takes its speaker from a reference recording");
  return speaker_table_->Row(id);
}

void Voice::SpeakerFromReference(View<const float> spec, std::span<float> speaker,
                                 const Context& context) const {
  BV2_CHECK(reference_encoder_, "this voice takes a speaker name or id, not a reference recording");
  BV2_CHECK(speaker.size() == gin_, "a speaker vector of {} values, expected {}", speaker.size(),
            gin_);
  reference_encoder_->Encode(spec, speaker, context);
}

void Voice::PredictDurations(const Utterance& utterance, const Prior& prior, NoiseSource& noise,
                             std::span<float> logw, const Context& context) const {
  const Arena::Scope scope(context.arena);
  const float ratio = utterance.options.sdp_ratio;
  const size_t count = logw.size();
  // The noise is drawn even when its share is 0, so that a seed means the same for every ratio.
  const View<float> z = context.arena.Matrix(count, 2);
  noise.FillDurations(z);
  const auto stochastic = context.arena.Floats(count);
  const auto deterministic = context.arena.Floats(count);
  std::ranges::fill(stochastic, 0.0f);
  std::ranges::fill(deterministic, 0.0f);
  if (ratio > 0 || utterance.observer) {
    for (size_t t = 0; t < count; ++t)
      for (float& value : z[t]) value *= utterance.options.noise_scale_w;
    stochastic_durations_.Predict(prior.x, utterance.speaker, z, stochastic, context);
  }
  if (ratio < 1 || utterance.observer)
    durations_.Predict(prior.x, utterance.speaker, deterministic, context);
  for (size_t t = 0; t < count; ++t)
    logw[t] = stochastic[t] * ratio + deterministic[t] * (1.0f - ratio);
  if (utterance.observer) {
    utterance.observer("durations", "logw_sdp", AsColumn(stochastic));
    utterance.observer("durations", "logw_dp", AsColumn(deterministic));
    utterance.observer("durations", "logw", AsColumn(logw));
  }
}

size_t Voice::Pace(const Utterance& utterance, const Prior& prior, NoiseSource& noise,
                   std::span<int> frames, const Context& context) const {
  if (utterance.frames.empty()) {
    const Arena::Scope scope(context.arena);
    const auto logw = context.arena.Floats(frames.size());
    PredictDurations(utterance, prior, noise, logw, context);
    return FramesPerPhone(logw, utterance.options.length_scale, kMaxFrames, frames);
  }
  return TakeFrames(utterance.frames, frames);
}

Matrix Voice::Latent(const Utterance& utterance, NoiseSource& noise, std::span<int> frames,
                     const Context& context) const {
  const InferOptions& options = utterance.options;
  CheckOptions(options);
  const Arena::Scope scope(context.arena);
  const auto observe = [&](const char* stage, const char* name, View<const float> value) {
    if (utterance.observer) utterance.observer(stage, name, value);
  };

  const Prior prior = text_encoder_.Encode(utterance.phones, utterance.speaker, context);
  observe("encoder", "enc_x", prior.x);
  observe("encoder", "m_p_text", prior.mean);
  observe("encoder", "logs_p_text", prior.logs);

  const auto path = context.arena.Ints(utterance.phones.phones.size());
  const size_t total = Pace(utterance, prior, noise, path, context);
  if (!frames.empty()) std::ranges::copy(path, frames.begin());

  const View<float> mean = context.arena.Matrix(total, inter_);
  const View<float> logs = context.arena.Matrix(total, inter_);
  Matrix z(total, inter_);
  Expand(prior.mean, path, mean);
  Expand(prior.logs, path, logs);
  noise.FillLatent(z);
  SamplePrior(mean, logs, z, options.noise_scale, z);
  observe("prior", "m_p", mean);
  observe("prior", "logs_p", logs);
  observe("prior", "z_p", z);

  flow_.Reverse(z, utterance.speaker, context);
  observe("flow", "z", z);
  return z;
}

void Voice::Decode(View<const float> latent, std::span<const float> speaker,
                   const InferOptions& options, const SampleSink& sink,
                   const Context& context) const {
  DecoderStream stream(decoder_, speaker, context);
  ForEachChunk(latent.rows(), options, kChunkFrames, [&](size_t first, size_t count, bool last) {
    stream.Push(latent.Rows(first, count), last, sink);
  });
}

}  // namespace bv2::vits
