#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "base/view.h"
#include "model/config.h"
#include "model/weights.h"
#include "nn/embedding.h"
#include "vits/acoustic_model.h"
#include "vits/decoder.h"
#include "vits/durations.h"
#include "vits/flow.h"
#include "vits/noise.h"
#include "vits/posterior_encoder.h"
#include "vits/reference_encoder.h"
#include "vits/text_encoder.h"

namespace bv2::vits {

struct VoiceOptions {
  // Trades some rounding error of the decoder, far below hearing, for speed.
  bool fast = false;
};

// A recording of an utterance, in the voice's terms.
struct Heard {
  View<float> z;            // [T_frame][inter] a draw of the latent; lives in the arena
  std::vector<int> frames;  // [T_phone] of each phone: the path that fits the recording best
  double divergence;        // of posterior from prior, nats a frame (the loss `kl` of training)
};

// A voice on the CPU: the networks of one checkpoint, built from the weights that the file holds.
// Source: VITS (arXiv 2106.06103), VITS2 (arXiv 2307.16430).
class Voice final : public AcousticModel {
 public:
  // Throws naming the tensor for weights that do not fit the configuration.
  // The networks are loaded on `pool`.
  Voice(const model::Weights& weights, const model::Config& config, const ThreadPool& pool,
        const VoiceOptions& options = {});

  size_t speakers() const override { return speaker_table_ ? speaker_table_->count() : 0; }
  std::span<const float> Speaker(int64_t id) const override;
  void SpeakerFromReference(View<const float> spec, std::span<float> speaker,
                            const Context& context) const override;
  size_t gin_channels() const override { return gin_; }
  size_t inter_channels() const override { return inter_; }
  size_t hop() const override { return decoder_.hop(); }

  Matrix Latent(const Utterance& utterance, NoiseSource& noise, std::span<int> frames,
                const Context& context) const override;
  void Decode(View<const float> latent, std::span<const float> speaker, const InferOptions& options,
              const SampleSink& sink, const Context& context) const override;

  // Whether the file still has the posterior encoder, which only training needs: Listen works.
  bool listens() const { return posterior_encoder_.has_value(); }
  // Recording → latent and durations, as training finds them: of the utterance its phones and
  // speaker count, of the noise the latent. z lives in the context's arena, in the caller's scope.
  //   spec  [T_frame][filter_length / 2 + 1], or mels if the voice was trained on those
  // Throws kInvalidArgument if listens() is false or the spectrogram has another number of bins.
  Heard Listen(const Utterance& utterance, View<const float> spec, NoiseSource& noise,
               const Context& context) const;

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
