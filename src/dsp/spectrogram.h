#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/buffer.h"
#include "kernels/fft.h"

namespace bv2::dsp {

// Lengths in samples; the names are those of the configuration file.
struct SpectrogramOptions {
  size_t filter_length = 2048;
  size_t hop_length = 512;
  size_t win_length = 2048;
};

// The magnitudes of a short-time Fourier transform as networks of this family read them:
//   sqrt(|X|² + 1e-6) with a Hann window in the middle of each frame; the waveform is continued by
//   its mirror image for (filter_length − hop_length) / 2 samples at either end, so that n samples
//   give n / hop_length frames (rounded down) when both lengths are even.
// Source: Bert-VITS2 1.1.1, spectrogram_torch. Const, thread-safe.
class Spectrogram {
 public:
  // Throws kInvalidArgument unless 0 < hop_length, win_length <= filter_length <= 2^17.
  explicit Spectrogram(const SpectrogramOptions& options);

  const SpectrogramOptions& options() const { return options_; }
  size_t bins() const { return fft_.bins(); }

  // Throws kInvalidArgument if the waveform is too short for its mirror image or for one frame.
  size_t Frames(size_t samples) const;

  //   wav      [n]             usually within [-1, 1]
  //   returns  [frame][bin]
  Matrix Compute(std::span<const float> wav) const;

 private:
  std::vector<float> Mirrored(std::span<const float> wav) const;

  SpectrogramOptions options_;
  kernels::RealFft fft_;
  std::vector<float> window_;  // [filter_length], zero outside its middle win_length samples
  size_t margin_;
};

}  // namespace bv2::dsp
