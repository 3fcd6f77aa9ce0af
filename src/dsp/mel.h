#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/buffer.h"
#include "base/view.h"

namespace bv2::dsp {

struct MelOptions {
  double sample_rate = 44100;  // Hz
  size_t filter_length = 2048;
  size_t n_mel_channels = 128;
  double fmin = 0;                  // Hz
  std::optional<double> fmax = {};  // Hz; none: half the sample rate
};

// Triangular filters evenly spaced on Slaney's mel scale (linear to 1 kHz, logarithmic above), each
// of the same area. Source: M. Slaney, Auditory Toolbox, 1998, as librosa 0.9.1 computes them.
// Const, thread-safe.
class MelFilters {
 public:
  // Throws kInvalidArgument unless 0 <= fmin < fmax <= sample_rate / 2 and there is a channel.
  explicit MelFilters(const MelOptions& options);

  // [n_mel_channels][bin]
  View<const float> weights() const { return weights_; }

  // ln(max(filter · spectrogram, 1e-5)).
  //   spectrogram  [frame][bin] magnitudes   returns  [frame][n_mel_channels]
  // Throws kInvalidArgument for another number of bins.
  Matrix LogMel(View<const float> spectrogram) const;

 private:
  struct Band {
    size_t first, count;  // the bins where a filter is not zero
  };

  Matrix weights_;
  std::vector<Band> bands_;
};

}  // namespace bv2::dsp
