#include "dsp/loudness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "base/check.h"

namespace bv2::dsp {
namespace {

// A second-order filter in transposed direct form II; a0 is 1.
struct Biquad {
  double b0, b1, b2, a1, a2;
  double z1 = 0, z2 = 0;

  double operator()(double x) {
    const double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  }
};

// The head: a shelf of +4 dB above 1.7 kHz.
Biquad Shelf(int sample_rate) {
  constexpr double kFrequency = 1681.974450955533, kGain = 3.999843853973347;
  constexpr double kQuality = 0.7071752369554196, kMiddle = 0.4996667741545416;
  const double k = std::tan(std::numbers::pi * kFrequency / sample_rate);
  const double high = std::pow(10, kGain / 20), middle = std::pow(high, kMiddle);
  const double a0 = 1 + k / kQuality + k * k;
  return {.b0 = (high + middle * k / kQuality + k * k) / a0,
          .b1 = 2 * (k * k - high) / a0,
          .b2 = (high - middle * k / kQuality + k * k) / a0,
          .a1 = 2 * (k * k - 1) / a0,
          .a2 = (1 - k / kQuality + k * k) / a0};
}

// The ear's deafness to the lowest tones: a high-pass at 38 Hz.
Biquad HighPass(int sample_rate) {
  constexpr double kFrequency = 38.13547087602444, kQuality = 0.5003270373238773;
  const double k = std::tan(std::numbers::pi * kFrequency / sample_rate);
  const double a0 = 1 + k / kQuality + k * k;
  return {.b0 = 1,
          .b1 = -2,
          .b2 = 1,
          .a1 = 2 * (k * k - 1) / a0,
          .a2 = (1 - k / kQuality + k * k) / a0};
}

// The weighted power summed over channels, in steps of `step` frames; a rest is dropped.
std::vector<double> StepEnergies(std::span<const float> samples, size_t channels, int sample_rate,
                                 size_t step) {
  const size_t frames = samples.size() / channels;
  std::vector<double> energies(frames / step);
  for (size_t c = 0; c < channels; ++c) {
    Biquad shelf = Shelf(sample_rate), high_pass = HighPass(sample_rate);
    for (size_t t = 0; t < energies.size() * step; ++t) {
      const double y = high_pass(shelf(double{samples[t * channels + c]}));
      energies[t / step] += y * y;
    }
  }
  return energies;
}

double ToLoudness(double power) {
  return power > 0 ? -0.691 + 10 * std::log10(power) : -std::numeric_limits<double>::infinity();
}

// The mean of the blocks louder than `gate`; zero if there are none.
double GatedMean(std::span<const double> blocks, double gate) {
  double sum = 0;
  size_t count = 0;
  for (const double block : blocks) {
    if (ToLoudness(block) <= gate) continue;
    sum += block;
    ++count;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

}  // namespace

double IntegratedLoudness(std::span<const float> samples, size_t channels, int sample_rate) {
  BV2_CHECK((channels == 1 || channels == 2) && samples.size() % channels == 0,
            "the loudness of {} samples of {} channels; only mono and stereo have one",
            samples.size(), channels);
  BV2_CHECK(sample_rate >= 1000, "the loudness of sound at {} Hz; it must be 1000 or more",
            sample_rate);
  constexpr double kAbsoluteGate = -70, kRelativeGate = -10;  // LUFS, LU
  constexpr size_t kSteps = 4;                                // blocks overlap by three quarters
  const size_t frames = samples.size() / channels;
  if (frames == 0) return ToLoudness(0);
  const auto tenth = static_cast<size_t>(std::lround(sample_rate * 0.1));
  const size_t step = frames < kSteps * tenth ? frames : tenth;
  const size_t steps = frames < kSteps * tenth ? 1 : kSteps;
  const auto energies = StepEnergies(samples, channels, sample_rate, step);
  std::vector<double> blocks;
  for (size_t i = 0; i + steps <= energies.size(); ++i) {
    double sum = 0;
    for (size_t s = 0; s < steps; ++s) sum += energies[i + s];
    blocks.push_back(sum / static_cast<double>(steps * step));
  }
  const double mean = GatedMean(blocks, kAbsoluteGate);
  return ToLoudness(GatedMean(blocks, std::max(kAbsoluteGate, ToLoudness(mean) + kRelativeGate)));
}

}  // namespace bv2::dsp
