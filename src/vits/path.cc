#include "vits/path.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "kernels/elementwise.h"

namespace bv2::vits {

size_t FramesPerPhone(std::span<const float> logw, float length_scale, size_t max_frames,
                      std::span<int> frames) {
  double total = 0;
  for (size_t t = 0; t < logw.size(); ++t) {
    const float duration = std::ceil(std::exp(logw[t]) * length_scale);
    total += duration;
    if (!(total <= static_cast<double>(max_frames)))
      Fail(ErrorCode::kOutOfRange,
           "phone {} of {} would last {} frames; the utterance may have {}. Lower the length scale "
           "or noise-scale-w, split the text, or check that the weights are intact",
           t + 1, logw.size(), duration, max_frames);
    frames[t] = static_cast<int>(duration);
  }
  return std::max<size_t>(1, static_cast<size_t>(total));
}

void Expand(View<const float> phone_rows, std::span<const int> frames, View<float> frame_rows) {
  size_t frame = 0;
  for (size_t t = 0; t < frames.size(); ++t)
    for (int i = 0; i < frames[t]; ++i)
      std::ranges::copy(phone_rows[t], frame_rows[frame++].begin());
  for (; frame < frame_rows.rows(); ++frame) std::ranges::fill(frame_rows[frame], 0.0f);
}

void SamplePrior(View<const float> mean, View<const float> logs, View<const float> noise,
                 float noise_scale, View<float> z) {
  for (size_t t = 0; t < z.rows(); ++t)
    for (size_t c = 0; c < z.cols(); ++c)
      z(t, c) = mean(t, c) + noise(t, c) * std::exp(logs(t, c)) * noise_scale;
}

}  // namespace bv2::vits
