#pragma once

#include <cstddef>
#include <span>

namespace bv2::corpus {

// What can be heard to be wrong with a recording. Amplitudes are relative to full scale.
struct SoundFacts {
  double peak = 0;          // of the magnitudes
  double level = 0;         // root of the mean square of what is not silence
  double offset = 0;        // mean of all samples
  size_t clipped = 0;       // samples in runs of three or more at full scale
  double silence = 0;       // share of 20 ms frames that are 50 dB or more below the loudest
  double edge_silence = 0;  // seconds of it at both ends together
  bool finite = true;       // no NaN and no infinity; otherwise the rest is zero
};

// Nothing but zeros is silence throughout; so is a recording without samples.
SoundFacts MeasureSound(std::span<const float> samples, int sample_rate);

}  // namespace bv2::corpus
