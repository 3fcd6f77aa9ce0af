#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/buffer.h"
#include "base/context.h"
#include "base/view.h"
#include "vits/noise.h"
#include "vits/sample_sink.h"
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
  size_t chunk_frames = 0;  // 0: what suits the model
  size_t first_chunk_frames = 16;
};

// Sees every tensor between the stages as it is finished: for parity tests and profiles.
// `stage` is speaker, encoder, durations, prior, flow or decoder.
using StageObserver =
    std::function<void(std::string_view stage, std::string_view tensor, View<const float> value)>;

// What one call of Infer works with besides the network.
struct Utterance {
  PhoneSequence phones;
  std::span<const float> speaker;  // [gin], see AcousticModel::Speaker
  InferOptions options = {};
  // [T_phone] of each phone, instead of what the voice would predict; empty: it predicts.
  std::span<const int> frames = {};
  StageObserver observer = {};  // may be empty
};

// What speaks with a voice's networks: phones → latent → samples, on whatever device. Immutable,
// shared by all threads.
class AcousticModel {
 public:
  virtual ~AcousticModel() = default;

  // Number of rows of the speaker table; 0 for a voice that takes a reference recording.
  virtual size_t speakers() const = 0;
  // Speaker vector [gin], valid as long as the model. Throws kOutOfRange, or kInvalidArgument for a
  // voice without a speaker table.
  virtual std::span<const float> Speaker(int64_t id) const = 0;
  // The same from a linear spectrogram [T][filter_length / 2 + 1], for voices without a table.
  virtual void SpeakerFromReference(View<const float> spec, std::span<float> speaker,
                                    const Context& context) const = 0;
  virtual size_t gin_channels() const = 0;
  virtual size_t inter_channels() const = 0;
  virtual size_t hop() const = 0;  // samples of a frame

  // Phones → latent [T_frame][inter]: all stages before the decoder. Returns the frames of each
  // phone through `frames` [T_phone] when it is not empty. Throws kInvalidArgument, kOutOfRange.
  virtual Matrix Latent(const Utterance& utterance, NoiseSource& noise, std::span<int> frames,
                        const Context& context) const = 0;
  // Latent → samples, which reach `sink` as the decoder completes them.   speaker [gin]
  virtual void Decode(View<const float> latent, std::span<const float> speaker,
                      const InferOptions& options, const SampleSink& sink,
                      const Context& context) const = 0;
  // Phones → samples: both. What Latent throws, it throws before anything reaches the sink.
  void Infer(const Utterance& utterance, NoiseSource& noise, const SampleSink& sink,
             std::span<int> frames, const Context& context) const;
};

// What the models have in common.

// Throws kInvalidArgument for options out of range.
void CheckOptions(const InferOptions& options);
// Ten minutes at the default hop: far beyond any sentence, small enough for memory.
inline constexpr size_t kMaxFrames = 1 << 16;
// Copies durations that are given, [T_phone], and returns their sum, at least 1.
// Throws kInvalidArgument for another number of phones, negative ones or too many frames.
size_t TakeFrames(std::span<const int> given, std::span<int> frames);
// Cuts `total` latent frames into chunks as the options say, of `suitable` frames at most if they
// do not.
void ForEachChunk(size_t total, const InferOptions& options, size_t suitable,
                  const std::function<void(size_t first, size_t count, bool last)>& decode);

}  // namespace bv2::vits
