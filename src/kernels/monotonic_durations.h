#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bv2::kernels {

// How well every frame fits every phone, row-major; rows are `stride` apart. The search overwrites
// the scores.
struct ScoreMatrix {
  float* values;
  size_t frames;
  size_t phones;
  size_t stride;
};

// Monotonic alignment search: assigns the frames to the phones in order, without skipping a phone,
// so that the sum of the scores is largest, and counts the frames of each phone. Among equal sums
// phones start as early as the original lets them. With more phones than frames only the last
// `frames` phones get one each at most, as in the original.
//   durations  [phones]
// Source: Kim et al. 2020, Glow-TTS (arXiv 2005.11129), algorithm 1.
void MonotonicDurations(const ScoreMatrix& scores, std::span<int64_t> durations);

}  // namespace bv2::kernels
