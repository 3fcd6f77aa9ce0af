#include "kernels/monotonic_durations.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::kernels {
namespace {

constexpr float kImpossible = -1e9f;

// Adds to each score of frame y the best sum that can precede it: of the same phone or of the one
// before, in the last frame. Only phones that can still be reached from both ends matter.
void AddBestBefore(const ScoreMatrix& scores, size_t y) {
  float* __restrict row = scores.values + y * scores.stride;
  const float* __restrict last = row - scores.stride;
  const size_t left = scores.phones + y;
  const size_t first = left > scores.frames ? left - scores.frames : 0;
  const size_t end = std::min(scores.phones, y + 1);
  if (first >= end) return;
  if (first == 0) row[0] += std::max(kImpossible, last[0]);
  const size_t inner_end = std::min(end, y);
  for (size_t x = std::max<size_t>(first, 1); x < inner_end; ++x)
    row[x] += std::max(last[x - 1], last[x]);
  if (end == y + 1) row[y] += std::max(last[y - 1], kImpossible);
}

}  // namespace

void MonotonicDurations(const ScoreMatrix& scores, std::span<int64_t> durations) {
  BV2_CHECK(durations.size() == scores.phones, "{} durations for {} phones", durations.size(),
            scores.phones);
  std::ranges::fill(durations, 0);
  if (scores.frames == 0 || scores.phones == 0) return;
  for (size_t y = 1; y < scores.frames; ++y) AddBestBefore(scores, y);
  size_t phone = scores.phones - 1;
  for (size_t y = scores.frames; y-- > 0;) {
    ++durations[phone];
    if (y == 0 || phone == 0) continue;
    const float* last = scores.values + (y - 1) * scores.stride;
    if (phone == y || last[phone] < last[phone - 1]) --phone;
  }
}

}  // namespace bv2::kernels
