#include "dsp/cepstrum.h"

#include <cmath>
#include <numbers>

#include "base/check.h"

namespace bv2::dsp {

Matrix MelCepstrum(View<const float> log_mel, size_t count) {
  const size_t mels = log_mel.cols();
  BV2_CHECK(count < mels, "{} coefficients of {} mel channels", count, mels);
  Matrix cosines(count, mels);
  for (size_t k = 0; k < count; ++k)
    for (size_t m = 0; m < mels; ++m) {
      const double angle = std::numbers::pi * static_cast<double>(k + 1) *
                           (static_cast<double>(m) + 0.5) / static_cast<double>(mels);
      cosines(k, m) = static_cast<float>(2 / static_cast<double>(mels) * std::cos(angle));
    }
  Matrix cepstrum(log_mel.rows(), count);
  for (size_t t = 0; t < log_mel.rows(); ++t)
    for (size_t k = 0; k < count; ++k) {
      double sum = 0;
      for (size_t m = 0; m < mels; ++m) sum += static_cast<double>(cosines(k, m)) * log_mel(t, m);
      cepstrum(t, k) = static_cast<float>(sum);
    }
  return cepstrum;
}

double MelCepstralDistortion(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (size_t k = 0; k < a.size(); ++k) {
    const double difference = static_cast<double>(a[k]) - b[k];
    sum += difference * difference;
  }
  return 10 / std::numbers::ln10 * std::sqrt(2 * sum);
}

}  // namespace bv2::dsp
