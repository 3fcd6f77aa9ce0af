#include "corpus/sound_facts.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bv2::corpus {
namespace {

constexpr float kFullScale = 0.999F;  // 32735 of 32768
constexpr size_t kClippedRun = 3;     // a peak may touch full scale by chance, a plateau does not
constexpr double kSilencePower = 1e-5;
constexpr double kFrameSeconds = 0.02;

size_t CountClipped(std::span<const float> samples) {
  size_t count = 0;
  size_t run = 0;
  for (const float sample : samples) {
    if (std::abs(sample) >= kFullScale) {
      ++run;
      count += run == kClippedRun ? kClippedRun : run > kClippedRun ? 1 : 0;
    } else {
      run = 0;
    }
  }
  return count;
}

// Mean power of each whole frame; a recording shorter than one is one frame.
std::vector<double> FramePowers(std::span<const float> samples, size_t frame) {
  std::vector<double> powers;
  frame = std::min(frame, samples.size());
  for (size_t at = 0; at + frame <= samples.size(); at += frame) {
    double sum = 0;
    for (const float x : samples.subspan(at, frame)) sum += static_cast<double>(x) * x;
    powers.push_back(sum / static_cast<double>(frame));
  }
  return powers;
}

void MeasureSilence(const std::vector<double>& powers, SoundFacts& facts) {
  const double limit = *std::ranges::max_element(powers) * kSilencePower;
  const auto sounds = [&](double power) { return power > limit; };
  double sum = 0;
  size_t count = 0;
  for (const double power : powers) {
    if (!sounds(power)) continue;
    sum += power;
    ++count;
  }
  const auto first = std::ranges::find_if(powers, sounds) - powers.begin();
  const auto last = std::find_if(powers.rbegin(), powers.rend(), sounds) - powers.rbegin();
  facts.silence = 1 - static_cast<double>(count) / static_cast<double>(powers.size());
  facts.level = count > 0 ? std::sqrt(sum / static_cast<double>(count)) : 0;
  facts.edge_silence =
      kFrameSeconds * static_cast<double>(count > 0 ? first + last : std::ssize(powers));
}

}  // namespace

SoundFacts MeasureSound(std::span<const float> samples, int sample_rate) {
  SoundFacts facts;
  facts.finite = std::ranges::all_of(samples, [](float x) { return std::isfinite(x); });
  if (!facts.finite) return facts;
  if (samples.empty()) {
    facts.silence = 1;
    return facts;
  }
  double sum = 0;
  float peak = 0;
  for (const float x : samples) {
    sum += x;
    peak = std::max(peak, std::abs(x));
  }
  facts.peak = peak;
  facts.offset = sum / static_cast<double>(samples.size());
  facts.clipped = CountClipped(samples);
  const auto frame = static_cast<size_t>(std::max(1.0, kFrameSeconds * sample_rate));
  MeasureSilence(FramePowers(samples, frame), facts);
  return facts;
}

}  // namespace bv2::corpus
