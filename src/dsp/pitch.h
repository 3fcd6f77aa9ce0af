#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bv2::dsp {

struct PitchOptions {
  double sample_rate = 44100;  // Hz
  size_t hop_length = 512;     // samples of a frame
  double lowest = 60;          // Hz
  double highest = 800;        // Hz
};

// The fundamental frequency of each frame in Hz, 0 where there is none: candidates of YIN, of which
// a Viterbi search chooses a path that neither jumps nor changes voicing without need.
//   samples  [n]    returns  [n / hop_length], rounded down; frame i is that around the middle of
//                            its samples, as a Spectrogram of this hop has it
// Throws kInvalidArgument unless 0 < lowest < highest < sample_rate / 4 and there is a hop.
// Sources: de Cheveigné & Kawahara, "YIN", JASA 111, 2002, steps 2, 3 and 5; the path as in
// Boersma, Proc. Inst. Phon. Sci. 17, 1993, §3.
std::vector<float> TrackPitch(std::span<const float> samples, const PitchOptions& options);

}  // namespace bv2::dsp
