#pragma once

#include <cstdint>
#include <span>

namespace bv2::audio {

// 16-bit samples: round(32768 · x) to the nearest, ties to even, clipped to [-32768, 32767]; NaN
// becomes 0. Reading 16-bit audio divides by 32768, so a round trip changes nothing.
// `out` must be as long as `samples`.
void ToPcm16(std::span<const float> samples, std::span<int16_t> out);

}  // namespace bv2::audio
