#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "model/config.h"
#include "model/weights.h"
#include "torch_runtime/compute.h"
#include "train/model/parts.h"
#include "vits/acoustic_model.h"

namespace bv2::torch_runtime {

using torch::Tensor;

// A voice whose networks LibTorch computes: the twin of vits::Voice.
class Voice final : public vits::AcousticModel {
 public:
  // Throws naming the tensor for weights that do not fit the configuration.
  Voice(const model::Weights& weights, const model::Config& config,
        std::shared_ptr<const Compute> compute);

  size_t speakers() const override { return speakers_; }
  std::span<const float> Speaker(int64_t id) const override;
  void SpeakerFromReference(View<const float> spec, std::span<float> speaker,
                            const Context& context) const override;
  size_t gin_channels() const override { return gin_; }
  size_t inter_channels() const override { return inter_; }
  size_t hop() const override { return hop_; }

  Matrix Latent(const vits::Utterance& utterance, vits::NoiseSource& noise, std::span<int> frames,
                const Context& context) const override;
  // Every chunk is decoded with the frames around it that its samples depend on.
  void Decode(View<const float> latent, std::span<const float> speaker,
              const vits::InferOptions& options, const vits::SampleSink& sink,
              const Context& context) const override;

 private:
  void Load(const model::Weights& weights, const model::Config& config);
  train::Prior EncodeText(const vits::PhoneSequence& phones, const Tensor& g) const;
  Tensor PredictDurations(const vits::Utterance& utterance, const train::Prior& prior,
                          const Tensor& g, vits::NoiseSource& noise) const;
  // Fills the frames of each phone and returns their sum.
  size_t Pace(const vits::Utterance& utterance, const train::Prior& prior, const Tensor& g,
              vits::NoiseSource& noise, std::span<int> frames) const;
  Tensor SamplePrior(const vits::Utterance& utterance, const train::Prior& prior,
                     std::span<const int> path, const Tensor& draw) const;

  std::shared_ptr<const Compute> compute_;
  size_t gin_, inter_, hop_, speakers_;
  int64_t reach_;                                     // of the decoder, in frames
  std::vector<float> speaker_table_;                  // [speakers][gin]
  std::shared_ptr<train::ReferenceEncoder> ref_enc_;  // without a table
  std::shared_ptr<train::TextEncoder> enc_p_;
  std::shared_ptr<train::StochasticDurationPredictor> sdp_;
  std::shared_ptr<train::DurationPredictor> dp_;
  std::shared_ptr<train::Flow> flow_;
  std::shared_ptr<train::Decoder> dec_;
};

}  // namespace bv2::torch_runtime
