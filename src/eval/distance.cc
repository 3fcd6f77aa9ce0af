#include "eval/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dsp/cepstrum.h"
#include "dsp/time_warp.h"

namespace bv2::eval {
namespace {

double Ratio(double sum, size_t count) {
  return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

}  // namespace

Distance Distance::Between(const Sound& recording, const Sound& sound) {
  Distance distance;
  const size_t frames = std::min(recording.mel.rows(), sound.mel.rows());
  for (size_t t = 0; t < frames; ++t) distance.Add(recording, t, sound, t);
  return distance;
}

Distance Distance::Warped(const Sound& recording, const Sound& sound) {
  Distance distance;
  for (const dsp::FramePair& pair : dsp::WarpPath(recording.mel, sound.mel))
    distance.Add(recording, pair.a, sound, pair.b);
  return distance;
}

void Distance::Add(const Sound& recording, size_t a, const Sound& sound, size_t b) {
  ++frames_;
  const auto expected = recording.mel.view()[a], found = sound.mel.view()[b];
  double sum = 0;
  for (size_t m = 0; m < expected.size(); ++m) sum += std::abs(expected[m] - found[m]);
  mel_ += sum / static_cast<double>(expected.size());
  cepstral_ += dsp::MelCepstralDistortion(recording.cepstrum.view()[a], sound.cepstrum.view()[b]);
  const double pitch = recording.pitch[a], other = sound.pitch[b];
  if ((pitch > 0) != (other > 0)) ++one_voiced_;
  if (pitch <= 0 || other <= 0) return;
  ++voiced_;
  const double cents = 1200 * std::log2(other / pitch);
  cents_squared_ += cents * cents;
  hertz_squared_ += (other - pitch) * (other - pitch);
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
