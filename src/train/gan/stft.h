#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "train/model/layers.h"

namespace bv2::train {

// Magnitudes of a short-time Fourier transform with gradients, in single precision.
class Stft {
 public:
  struct Shape {
    int64_t filter_length, hop_length, win_length;  // samples
  };
  explicit Stft(const Shape& shape);
  void To(torch::Device device) { window_ = window_.to(device); }

  // [B, samples] → [B, bins, frames]: sqrt(|X|² + 1e-6) of frames whose ends are mirrored
  Tensor Magnitudes(const Tensor& wav) const;

 private:
  Shape shape_;
  Tensor window_;  // [win_length]
};

// How far spectra at several resolutions lie apart: the mean over the resolutions of spectral
// convergence ‖S − Ŝ‖ / ‖S‖ and mean |ln S − ln Ŝ|. Beside the mel distance it tells the harmonics
// of a voice apart, at a thousandth of the price of discriminators.
// Source: Parallel WaveGAN (arXiv 1910.11480) §2.2, with its three resolutions.
class StftLoss {
 public:
  StftLoss();
  void To(torch::Device device);
  // [B, samples] each, of at least 1024 samples → a scalar
  Tensor Forward(const Tensor& generated, const Tensor& real) const;

 private:
  std::vector<Stft> resolutions_;
};

}  // namespace bv2::train
