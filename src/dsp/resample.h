#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bv2::dsp {

// The waveform at another sample rate, by libsoxr at its very high quality: the band up to 0.91 of
// the lower Nyquist frequency passes within 0.01 dB, images and aliases stay below −120 dB.
//   samples  [frames][channels]
//   returns  [ceil(frames · to_rate / from_rate)][channels]
// Throws kInvalidArgument for rates outside 1 … 1,000,000 Hz, for no channels, or for samples that
// are not whole frames.
std::vector<float> Resample(std::span<const float> samples, size_t channels, int from_rate,
                            int to_rate);

}  // namespace bv2::dsp
