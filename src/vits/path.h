#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/view.h"

namespace bv2::vits {

// Whole frames per phone: ceil(exp(logw) · length_scale).   logw, frames [T_phone]
// Returns the total, at least 1 (an utterance never has no frames). Throws kOutOfRange if a
// duration is not a number or the total exceeds `max_frames`, which damaged weights cause.
size_t FramesPerPhone(std::span<const float> logw, float length_scale, size_t max_frames,
                      std::span<int> frames);

// Repeats row t of `phone_rows` frames[t] times: from phones to frames along the monotonic path.
//   phone_rows [T_phone][C] → frame_rows [T_frame][C]; frames beyond the path's end become zero.
void Expand(View<const float> phone_rows, std::span<const int> frames, View<float> frame_rows);

// z = mean + noise · exp(logs) · noise_scale, elementwise over [T_frame][inter]; z may be noise.
void SamplePrior(View<const float> mean, View<const float> logs, View<const float> noise,
                 float noise_scale, View<float> z);

}  // namespace bv2::vits
