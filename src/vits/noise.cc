#include "vits/noise.h"

#include <vector>

namespace bv2::vits {

// torch.randn(1, 2, T): contiguous with the channel outside.
void SeededNoise::FillDurations(View<float> noise) {
  std::vector<float> draws(2 * noise.rows());
  rng_.FillNormal(draws);
  for (size_t t = 0; t < noise.rows(); ++t) {
    noise(t, 0) = draws[t];
    noise(t, 1) = draws[noise.rows() + t];
  }
}

// torch.randn_like of a [1, C, T] tensor whose memory is [T][C]: drawn in memory order, element by
// element unless a size of one makes it contiguous after all.
void SeededNoise::FillLatent(View<float> noise) {
  std::vector<float> draws(noise.rows() * noise.cols());
  if (noise.rows() == 1 || noise.cols() == 1)
    rng_.FillNormal(draws);
  else
    rng_.FillNormalStrided(draws);
  for (size_t t = 0; t < noise.rows(); ++t)
    for (size_t c = 0; c < noise.cols(); ++c) noise(t, c) = draws[t * noise.cols() + c];
}

}  // namespace bv2::vits
