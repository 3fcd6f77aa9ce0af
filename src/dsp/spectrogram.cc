#include "dsp/spectrogram.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "dsp/window.h"

namespace bv2::dsp {
namespace {

using kernels::kFftBatch;

const SpectrogramOptions& Checked(const SpectrogramOptions& options) {
  const auto fits = [&](size_t length) { return length > 0 && length <= options.filter_length; };
  BV2_CHECK(fits(options.hop_length),
            "a hop of {} samples between frames of {}; it must be 1 to {}", options.hop_length,
            options.filter_length, options.filter_length);
  BV2_CHECK(fits(options.win_length), "a window of {} samples in frames of {}; it must be 1 to {}",
            options.win_length, options.filter_length, options.filter_length);
  return options;
}

std::vector<float> CenteredWindow(const SpectrogramOptions& options) {
  std::vector<float> padded(options.filter_length);
  std::ranges::copy(HannWindow(options.win_length),
                    padded.begin() + (options.filter_length - options.win_length) / 2);
  return padded;
}

// Frames start every `hop` samples; x [window][kFftBatch], zero in lanes beyond `frames`.
void Frame(const float* wav, size_t hop, size_t frames, std::span<const float> window, float* x) {
  for (size_t t = 0; t < window.size(); ++t) {
    float* row = x + kFftBatch * t;
    for (size_t i = 0; i < frames; ++i) row[i] = window[t] * wav[i * hop + t];
    std::fill(row + frames, row + kFftBatch, 0.0f);
  }
}

// transformed [bin][re, im][kFftBatch] → out [frame][bin]
void Magnitudes(std::span<const float> transformed, View<float> out) {
  constexpr float kFloor = 1e-6f;
  for (size_t k = 0; k < out.cols(); ++k) {
    const float* re = transformed.data() + 2 * kFftBatch * k;
    const float* im = re + kFftBatch;
    float magnitudes[kFftBatch];
    for (size_t i = 0; i < kFftBatch; ++i)
      magnitudes[i] = std::sqrt(re[i] * re[i] + im[i] * im[i] + kFloor);
    for (size_t i = 0; i < out.rows(); ++i) out.row(i)[k] = magnitudes[i];
  }
}

}  // namespace

Spectrogram::Spectrogram(const SpectrogramOptions& options)
    : options_(Checked(options)),
      fft_(options.filter_length),
      window_(CenteredWindow(options)),
      margin_((options.filter_length - options.hop_length) / 2) {}

size_t Spectrogram::Frames(size_t samples) const {
  const size_t shortest =
      std::max(margin_ + 1, options_.filter_length - std::min(options_.filter_length, 2 * margin_));
  BV2_CHECK(
      samples >= shortest,
      "a waveform of {} samples is too short for a spectrogram; frames of {} every {} samples "
      "need at least {}",
      samples, options_.filter_length, options_.hop_length, shortest);
  return (samples + 2 * margin_ - options_.filter_length) / options_.hop_length + 1;
}

std::vector<float> Spectrogram::Mirrored(std::span<const float> wav) const {
  const size_t n = wav.size();
  std::vector<float> padded(n + 2 * margin_);
  std::ranges::copy(wav, padded.begin() + margin_);
  for (size_t i = 1; i <= margin_; ++i) {
    padded[margin_ - i] = wav[i];
    padded[margin_ + n - 1 + i] = wav[n - 1 - i];
  }
  return padded;
}

Matrix Spectrogram::Compute(std::span<const float> wav) const {
  Matrix spectrogram(Frames(wav.size()), bins());
  const std::vector<float> padded = Mirrored(wav);
  Buffer<float> x(fft_.buffer_size()), scratch(fft_.buffer_size());
  for (size_t first = 0; first < spectrogram.rows(); first += kFftBatch) {
    const size_t frames = std::min(kFftBatch, spectrogram.rows() - first);
    Frame(padded.data() + first * options_.hop_length, options_.hop_length, frames, window_,
          x.data());
    Magnitudes(fft_.Transform(x.span(), scratch.span()), spectrogram.view().Rows(first, frames));
  }
  return spectrogram;
}

}  // namespace bv2::dsp
