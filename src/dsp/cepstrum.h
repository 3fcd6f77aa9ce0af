#pragma once

#include <cstddef>
#include <span>

#include "base/buffer.h"
#include "base/view.h"

namespace bv2::dsp {

// The smooth shape of each mel spectrum, without its level: coefficients 1 … count of its cosine
// transform, scaled so that ln S(m) = c_0 + Σ c_k cos(πk (m + ½) / mels).
//   log_mel  [frame][mels], natural logarithms of magnitudes    returns  [frame][count]
// Throws kInvalidArgument unless count < mels.
Matrix MelCepstrum(View<const float> log_mel, size_t count);

// Mel cepstral distortion of two frames in dB, 10 / ln 10 · sqrt(2 Σ (a_k − b_k)²): the root mean
// square distance of their smoothed spectra.
// Source: Kubichek, Proc. IEEE PACRIM 1993.
double MelCepstralDistortion(std::span<const float> a, std::span<const float> b);

}  // namespace bv2::dsp
