#pragma once

#include <vector>

#include "base/buffer.h"
#include "dsp/mel.h"
#include "dsp/pitch.h"
#include "dsp/spectrogram.h"
#include "model/config.h"

namespace bv2::eval {

// A recording, or what a voice said, and what is compared of it. Rows are frames of hop_length.
struct Sound {
  std::vector<float> samples = {};
  Matrix mel = {};                // [frame][n_mel_channels] ln magnitudes
  Matrix cepstrum = {};           // [frame][kCepstrum]
  std::vector<float> pitch = {};  // [frame] Hz; 0: unvoiced
};

inline constexpr size_t kCepstrum = 13;

// Looks at sounds as a voice's config does. Const, thread-safe.
class Analyzer {
 public:
  // Throws kInvalidArgument for a config whose spectrograms cannot be.
  explicit Analyzer(const model::DataConfig& config);

  // Throws kInvalidArgument for a sound shorter than a frame.
  Sound Analyze(std::vector<float> samples) const;
  // What the posterior encoder reads: the linear spectrogram, or mels where the config says so.
  Matrix PosteriorInput(const Sound& sound) const;

  double frame_seconds() const;

 private:
  dsp::Spectrogram spectrogram_;
  dsp::MelFilters filters_;
  dsp::PitchOptions pitch_;
  bool posterior_reads_mel_;
};

}  // namespace bv2::eval
