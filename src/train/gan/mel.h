#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "model/config.h"
#include "train/gan/stft.h"
#include "train/model/layers.h"

namespace bv2::train {

// Log-mel spectrograms with gradients, equal to those of dsp/. Window and filters are made once and
// move with To().
class MelSpectrogram {
 public:
  explicit MelSpectrogram(const model::DataConfig& config);
  void To(torch::Device device);

  // [B, samples] → [B, bins, frames] magnitudes: sqrt(|X|² + 1e-6) of frames whose ends are
  // mirrored
  Tensor Spectrogram(const Tensor& wav) const { return stft_.Magnitudes(wav); }
  // [B, bins, frames] → [B, mels, frames]
  Tensor FromSpectrogram(const Tensor& spec) const;
  // [B, samples] → [B, mels, frames]
  Tensor FromWaveform(const Tensor& wav) const { return FromSpectrogram(Spectrogram(wav)); }

 private:
  Stft stft_;
  Tensor basis_;  // [mels, bins]
};

}  // namespace bv2::train
