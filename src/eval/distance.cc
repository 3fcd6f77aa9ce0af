#include "eval/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dsp/cepstrum.h"
#include "dsp/time_warp.h"

namespace bv2::eval {
namespace {

double Ratio(double sum, double count) {
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Distance Distance::Between(const Sound& recording, const Sound& sound) {
  Distance distance;
  const size_t frames = std::min(recording.mel.rows(), sound.mel.rows());
  for (size_t t = 0; t < frames; ++t) distance.Add(recording, sound, {t, t, 1.0});
  return distance;
}

Distance Distance::Warped(const Sound& recording, const Sound& sound) {
  Distance distance;
  const std::vector<dsp::FramePair> path = dsp::WarpPath(recording.mel, sound.mel);
  for (size_t begin = 0, end = 0; begin < path.size(); begin = end) {
    while (end < path.size() && path[end].a == path[begin].a) ++end;
    const double weight = 1 / static_cast<double>(end - begin);
    for (size_t i = begin; i < end; ++i)
      distance.Add(recording, sound, {path[i].a, path[i].b, weight});
  }
  return distance;
}

void Distance::Add(const Sound& recording, const Sound& sound, const Pair& pair) {
  const auto [a, b, weight] = pair;
  frames_ += weight;
  const auto expected = recording.mel.view()[a], found = sound.mel.view()[b];
  double sum = 0;
  for (size_t m = 0; m < expected.size(); ++m) sum += std::abs(expected[m] - found[m]);
  mel_ += weight * sum / static_cast<double>(expected.size());
  cepstral_ +=
      weight * dsp::MelCepstralDistortion(recording.cepstrum.view()[a], sound.cepstrum.view()[b]);
  const double pitch = recording.pitch[a], other = sound.pitch[b];
  if ((pitch > 0) != (other > 0)) one_voiced_ += weight;
  if (pitch <= 0 || other <= 0) return;
  voiced_ += weight;
  const double cents = 1200 * std::log2(other / pitch);
  cents_squared_ += weight * cents * cents;
  hertz_squared_ += weight * (other - pitch) * (other - pitch);
}

Distance& Distance::operator+=(const Distance& other) {
  frames_ += other.frames_;
  voiced_ += other.voiced_;
  one_voiced_ += other.one_voiced_;
  mel_ += other.mel_;
  cepstral_ += other.cepstral_;
  cents_squared_ += other.cents_squared_;
  hertz_squared_ += other.hertz_squared_;
  return *this;
}

double Distance::mel_l1() const { return Ratio(mel_, frames_); }
double Distance::cepstral() const { return Ratio(cepstral_, frames_); }
double Distance::pitch_cents() const { return std::sqrt(Ratio(cents_squared_, voiced_)); }
double Distance::pitch_hertz() const { return std::sqrt(Ratio(hertz_squared_, voiced_)); }
double Distance::voicing_error() const { return Ratio(static_cast<double>(one_voiced_), frames_); }

}  // namespace bv2::eval
