#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "model/config.h"
#include "model/weights.h"
#include "nn/embedding.h"
#include "vits/decoder.h"
#include "vits/durations.h"
#include "vits/flow.h"
#include "vits/noise.h"
#include "vits/posterior_encoder.h"
#include "vits/reference_encoder.h"
#include "vits/text_encoder.h"

namespace bv2::vits {

struct InferOptions {
  float sdp_ratio = 0.2f;      // share of the stochastic durations, 0 … 1
  float noise_scale = 0.667f;  // standard deviation of the latent, relative to the prior's
  float noise_scale_w = 0.8f;  // … of the stochastic durations
  float length_scale = 1.0f;   // duration of everything; larger is slower
  size_t max_len = 0;          // latent frames to decode at most; 0: all
  // Latent frames decoded at a time; the samples do not depend on it. The first chunks are smaller,
  // each twice the one before, so that audio begins early.
  size_t chunk_frames = 32;
  size_t first_chunk_frames = 16;
};

struct VoiceOptions {
  // Trades some rounding error of the decoder, far below hearing, for speed.
  bool fast = false;
};

// Sees every tensor between the stages as it is finished: for parity tests and profiles.
// `stage` is speaker, encoder, durations, prior, flow or decoder.
using StageObserver =
    std::function<void(std::string_view stage, std::string_view tensor, View<const float> value)>;

// What one call of Infer works with besides the network.
struct Utterance {
  PhoneSequence phones;
  std::span<const float> speaker;  // [gin], see Voice::Speaker
  InferOptions options = {};
  // [T_phone] of each phone, instead of what the voice would predict; empty: it predicts.
  std::span<const int> frames = {};
  StageObserver observer = {};  // may be empty
};

// A recording of an utterance, in the voice's terms.
struct Heard {
  View<float> z;            // [T_frame][inter] a draw of the latent; lives in the arena
  std::vector<int> frames;  // [T_phone] of each phone: the path that fits the recording best
  double divergence;        // of posterior from prior, nats a frame (the loss `kl` of training)
};

// A voice: the networks of one checkpoint, built from the weights that the file holds. Immutable,
// shared by all threads. Source: VITS (arXiv 2106.06103), VITS2 (arXiv 2307.16430).
class Voice {
 public:
  // Throws naming the tensor for weights that do not fit the configuration.
  // The networks are loaded on `pool`.
  Voice(const model::Weights& weights, const model::Config& config, const ThreadPool& pool,
        const VoiceOptions& options = {});

  // Number of rows of the speaker table; 0 for a voice that takes a reference recording.
  size_t speakers() const { return speaker_table_ ? speaker_table_->count() : 0; }
  // Speaker vector [gin], valid as long as the voice. Throws kOutOfRange, or kInvalidArgument for a
  // voice without a speaker table.
  std::span<const float> Speaker(int64_t id) const;
  // The same from a linear spectrogram [T][filter_length / 2 + 1], for voices without a table.
  void SpeakerFromReference(View<const float> spec, std::span<float> speaker,
                            const Context& context) const;
  size_t gin_channels() const { return gin_; }
  size_t inter_channels() const { return inter_; }
  size_t hop() const { return decoder_.hop(); }

  // Phones → latent [T_frame][inter]: all stages before the decoder. Returns the frames of each
  // phone through `frames` [T_phone] when it is not empty. Throws kInvalidArgument, kOutOfRange.
  Matrix Latent(const Utterance& utterance, NoiseSource& noise, std::span<int> frames,
                const Context& context) const;
  // Latent → samples, which reach `sink` as the decoder completes them.   speaker [gin]
  void Decode(View<const float> latent, std::span<const float> speaker, const InferOptions& options,
              const SampleSink& sink, const Context& context) const;
  // Phones → samples: both. What Latent throws, it throws before anything reaches the sink.
  void Infer(const Utterance& utterance, NoiseSource& noise, const SampleSink& sink,
             std::span<int> frames, const Context& context) const;

  // Whether the file still has the posterior encoder, which only training needs: Listen works.
  bool listens() const { return posterior_encoder_.has_value(); }
  // Recording → latent and durations, as training finds them: of the utterance its phones and
  // speaker count, of the noise the latent. z lives in the context's arena, in the caller's scope.
  //   spec  [T_frame][filter_length / 2 + 1], or mels if the voice was trained on those
  // Throws kInvalidArgument if listens() is false or the spectrogram has another number of bins.
  Heard Listen(const Utterance& utterance, View<const float> spec, NoiseSource& noise,
               const Context& context) const;

  const Decoder& decoder() const { return decoder_; }

 private:
  void PredictDurations(const Utterance& utterance, const Prior& prior, NoiseSource& noise,
                        std::span<float> logw, const Context& context) const;
  // Fills the frames of each phone and returns their sum.
  size_t Pace(const Utterance& utterance, const Prior& prior, NoiseSource& noise,
              std::span<int> frames, const Context& context) const;

  size_t gin_;
  size_t inter_;
  std::optional<nn::Embedding> speaker_table_;
  std::optional<ReferenceEncoder> reference_encoder_;
  std::optional<PosteriorEncoder> posterior_encoder_;  // gone from stripped files
  TextEncoder text_encoder_;
  StochasticDurationPredictor stochastic_durations_;
  DurationPredictor durations_;
  Flow flow_;
  Decoder decoder_;
};

}  // namespace bv2::vits
