#pragma once

#include <cstddef>
#include <span>

namespace bv2::dsp {

// Integrated loudness in LUFS: K-weighted, gated in blocks of 400 ms. Sound shorter than one block
// counts as one. −infinity for silence. Up to two channels have weight 1 (left and right).
//   samples  [frames][channels]
// Throws kInvalidArgument for other channel counts or a sample rate below 1 kHz.
// Source: ITU-R BS.1770-4, annex 1; filters for any rate by the bilinear transform of its analogue
// prototypes (B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement",
// AES 145, 2018).
double IntegratedLoudness(std::span<const float> samples, size_t channels, int sample_rate);

}  // namespace bv2::dsp
