#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "audio/read.h"

namespace bv2::corpus {

struct ClipOptions {
  int sample_rate = 44100;              // Hz
  bool mono = true;                     // the mean of all channels
  bool trim = false;                    // cut off silence at both ends
  std::optional<double> loudness = {};  // LUFS to bring the clip to
};

// A recording as training reads it. Where the result would be louder than full scale, which would
// clip, all of it is lowered to just fit.
// Throws kInvalidArgument for a clip without samples, with NaN or infinite ones, or of silence only
// where trimming or a loudness is asked for.
audio::Clip PrepareClip(audio::Clip clip, const ClipOptions& options);

// The frames [first, last) from the first to the last 20 ms that are at most 40 dB below the
// loudest 20 ms, with 50 ms more on either side. {0, 0} for silence.
std::pair<size_t, size_t> SoundRange(const audio::Clip& clip);

}  // namespace bv2::corpus
