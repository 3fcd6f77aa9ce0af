#include "dsp/mel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"

namespace bv2::dsp {
namespace {

constexpr double kLinearStep = 200.0 / 3;  // Hz per mel below the corner
constexpr double kCorner = 1000;           // Hz
constexpr double kCornerMel = kCorner / kLinearStep;

// ln 6.4 in 27 steps above the corner.
double LogStep() { return std::log(6.4) / 27; }

double ToMel(double hz) {
  return hz < kCorner ? hz / kLinearStep : kCornerMel + std::log(hz / kCorner) / LogStep();
}

double ToHz(double mel) {
  return mel < kCornerMel ? mel * kLinearStep : kCorner * std::exp(LogStep() * (mel - kCornerMel));
}

// The corners of all triangles, each reaching from its predecessor's peak to its successor's.
std::vector<double> Corners(size_t count, double fmin, double fmax) {
  const double low = ToMel(fmin), step = (ToMel(fmax) - low) / static_cast<double>(count - 1);
  std::vector<double> corners(count);
  for (size_t i = 0; i < count; ++i) corners[i] = ToHz(low + step * static_cast<double>(i));
  return corners;
}

// Eight running sums, so that the additions need not wait for each other.
float Dot(const float* a, const float* b, size_t count) {
  constexpr size_t kSums = 8;
  std::array<float, kSums> sums = {};
  size_t i = 0;
  for (; i + kSums <= count; i += kSums)
    for (size_t lane = 0; lane < kSums; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  float sum = 0;
  for (; i < count; ++i) sum += a[i] * b[i];
  for (const float part : sums) sum += part;
  return sum;
}

}  // namespace

MelFilters::MelFilters(const MelOptions& options) {
  const double nyquist = options.sample_rate / 2, fmax = options.fmax.value_or(nyquist);
  BV2_CHECK(options.sample_rate > 0 && options.fmin >= 0 && options.fmin < fmax && fmax <= nyquist,
            "mel filters from {} to {} Hz at {} samples a second; they must lie within 0 and {} Hz",
            options.fmin, fmax, options.sample_rate, nyquist);
  BV2_CHECK(options.n_mel_channels > 0 && options.filter_length > 0,
            "{} mel filters of frames of {} samples", options.n_mel_channels,
            options.filter_length);
  const size_t channels = options.n_mel_channels, bins = options.filter_length / 2 + 1;
  const std::vector<double> corners = Corners(channels + 2, options.fmin, fmax);
  weights_ = Matrix(channels, bins);
  bands_.resize(channels);
  for (size_t c = 0; c < channels; ++c) {
    const double left = corners[c], peak = corners[c + 1], right = corners[c + 2];
    const double height = 2 / (right - left);
    size_t end = 0;
    for (size_t k = 0; k < bins; ++k) {
      const double hz =
          static_cast<double>(k) * options.sample_rate / static_cast<double>(options.filter_length);
      const double slope = std::min((hz - left) / (peak - left), (right - hz) / (right - peak));
      if (slope <= 0) continue;
      // Rounded before scaling, too, as in the source.
      weights_(c, k) = static_cast<float>(double{static_cast<float>(slope)} * height);
      if (end == 0) bands_[c].first = k;
      end = k + 1;
    }
    bands_[c].count = end - bands_[c].first;
  }
}

Matrix MelFilters::LogMel(View<const float> spectrogram) const {
  BV2_CHECK(spectrogram.cols() == weights_.cols(),
            "mel filters of {} frequencies cannot take a spectrogram of {}", weights_.cols(),
            spectrogram.cols());
  constexpr float kSmallest = 1e-5f;
  Matrix mel(spectrogram.rows(), bands_.size());
  for (size_t t = 0; t < mel.rows(); ++t) {
    for (size_t c = 0; c < bands_.size(); ++c) {
      const auto [first, count] = bands_[c];
      const float sum = Dot(weights_.view().row(c) + first, spectrogram.row(t) + first, count);
      mel(t, c) = std::log(std::max(sum, kSmallest));
    }
  }
  return mel;
}

}  // namespace bv2::dsp
