#pragma once

#include <cstddef>

#include "eval/sound.h"

namespace bv2::eval {

// How far sounds are from recordings, gathered over pairs of frames. docs/evaluation.md has the
// formulas. The figures are NaN where nothing was gathered.
class Distance {
 public:
  // Frame by frame, as far as both go: for a sound in the recording's own rhythm.
  static Distance Between(const Sound& recording, const Sound& sound);
  // Along the best path of dynamic time warping.
  static Distance Warped(const Sound& recording, const Sound& sound);

  Distance& operator+=(const Distance& other);

  size_t frames() const { return frames_; }
  double mel_l1() const;         // mean |difference| of ln magnitudes
  double cepstral() const;       // mel cepstral distortion, dB
  double pitch_cents() const;    // root mean square, where both are voiced
  double pitch_hertz() const;    // the same
  double voicing_error() const;  // share of the frames where only one is voiced

 private:
  void Add(const Sound& recording, size_t a, const Sound& sound, size_t b);

  size_t frames_ = 0, voiced_ = 0, one_voiced_ = 0;
  double mel_ = 0, cepstral_ = 0, cents_squared_ = 0, hertz_squared_ = 0;
};

}  // namespace bv2::eval
