#pragma once

#include "base/rng.h"
#include "base/view.h"

namespace bv2::vits {

// Where an utterance's random numbers come from, in the order of the original's `infer`: first the
// durations, then the latent. All values are standard normal draws.
class NoiseSource {
 public:
  virtual ~NoiseSource() = default;
  virtual void FillDurations(View<float> noise) = 0;  // [T_phone][2]
  virtual void FillLatent(View<float> noise) = 0;     // [T_frame][inter]
};

// Draws as the original does after torch.manual_seed, so that a seed gives the same audio.
class SeededNoise final : public NoiseSource {
 public:
  explicit SeededNoise(Rng& rng) : rng_(rng) {}
  void FillDurations(View<float> noise) override;
  void FillLatent(View<float> noise) override;

 private:
  Rng& rng_;
};

}  // namespace bv2::vits
