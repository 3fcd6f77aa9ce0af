#pragma once

#include <cstddef>

#include "eval/sound.h"

namespace bv2::eval {

// How far sounds are from recordings, gathered over the recordings' frames. docs/evaluation.md has
// the formulas. The figures are NaN where nothing was gathered.
class Distance {
 public:
  // Frame by frame, as far as both go: for a sound in the recording's own rhythm.
  static Distance Between(const Sound& recording, const Sound& sound);
  // Along the best path of dynamic time warping. Every frame of the recording counts once, however
  // many of the sound belong to it: a sound gains nothing by dwelling where it is right.
  static Distance Warped(const Sound& recording, const Sound& sound);

  Distance& operator+=(const Distance& other);

  double frames() const { return frames_; }
  double mel_l1() const;         // mean |difference| of ln magnitudes
  double cepstral() const;       // mel cepstral distortion, dB
  double pitch_cents() const;    // root mean square, where both are voiced
  double pitch_hertz() const;    // the same
  double voicing_error() const;  // share of the frames where only one is voiced

 private:
  struct Pair {
    size_t recorded, sounding;  // frames
    double weight;
  };
  void Add(const Sound& recording, const Sound& sound, const Pair& pair);

  double frames_ = 0, voiced_ = 0, one_voiced_ = 0;
  double mel_ = 0, cepstral_ = 0, cents_squared_ = 0, hertz_squared_ = 0;
};

}  // namespace bv2::eval
