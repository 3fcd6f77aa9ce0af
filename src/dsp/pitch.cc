#include "dsp/pitch.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace bv2::dsp {
namespace {

// Costs of a path, in units of YIN's aperiodicity, which is 0 for a perfect period and about 1 for
// noise.
constexpr double kUnvoiced = 0.5;       // of a frame without pitch
constexpr double kOctaveTooLow = 0.02;  // prefers the shorter of two periods that fit as well
constexpr double kOctaveJump = 0.35;    // of a change by an octave from frame to frame
constexpr double kVoicingChange = 0.15;

constexpr double kWindowSeconds = 0.025;
constexpr double kSilence = 0.01;  // of the loudest frame's amplitude: 40 dB below is unvoiced
constexpr size_t kMostCandidates = 12;

struct Candidate {
  double frequency = 0;  // Hz; 0: unvoiced
  double cost = kUnvoiced;
};

// Σ (a − b)². In lanes, so that it is vectorised without reordering a single sum.
float SquaredDistance(const float* a, const float* b, size_t count) {
  constexpr size_t kLanes = 16;
  float lanes[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (size_t k = 0; k < kLanes; ++k) {
      const float difference = a[i + k] - b[i + k];
      lanes[k] += difference * difference;
    }
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  for (; i < count; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

class Tracker {
 public:
  Tracker(std::span<const float> samples, const PitchOptions& options)
      : options_(options),
        window_(static_cast<size_t>(options.sample_rate * kWindowSeconds)),
        longest_(static_cast<size_t>(std::ceil(options.sample_rate / options.lowest)) + 1),
        shortest_(static_cast<size_t>(options.sample_rate / options.highest)),
        margin_((window_ + longest_) / 2 + 1),
        frames_(samples.size() / options.hop_length),
        aperiodicity_(longest_ + 1) {
    padded_.assign(samples.size() + 2 * margin_ + 1, 0.0f);
    std::ranges::copy(samples, padded_.begin() + static_cast<ptrdiff_t>(margin_));
    for (size_t frame = 0; frame < frames_; ++frame) loudest_ = std::max(loudest_, Power(frame));
  }

  std::vector<float> Run() {
    std::vector<std::vector<Candidate>> candidates;
    for (size_t frame = 0; frame < frames_; ++frame) candidates.push_back(Candidates(frame));
    return BestPath(candidates);
  }

 private:
  // The sample in the middle of a frame, in the padded signal.
  const float* Middle(size_t frame) const {
    return padded_.data() + margin_ + frame * options_.hop_length + options_.hop_length / 2;
  }

  // Mean square around the frame's middle.
  double Power(size_t frame) const {
    const float* const begin = Middle(frame) - window_ / 2;
    double sum = 0;
    for (size_t i = 0; i < window_; ++i) sum += static_cast<double>(begin[i]) * begin[i];
    return sum / static_cast<double>(window_);
  }

  // YIN's cumulative mean normalised difference of each lag, between two windows that lie evenly
  // about the frame's middle.
  void FindAperiodicity(size_t frame) {
    double sum = 0;
    aperiodicity_[0] = 1;
    for (size_t lag = 1; lag <= longest_; ++lag) {
      const float* const begin = Middle(frame) - (window_ + lag) / 2;
      const double difference = SquaredDistance(begin, begin + lag, window_);
      sum += difference;
      aperiodicity_[lag] = sum > 0 ? difference * static_cast<double>(lag) / sum : 1;
    }
  }

  // Unvoiced, and the dips of the aperiodicity.
  std::vector<Candidate> Candidates(size_t frame) {
    std::vector<Candidate> found = {Candidate{}};
    if (Power(frame) <= kSilence * kSilence * loudest_) return found;
    FindAperiodicity(frame);
    for (size_t lag = std::max<size_t>(shortest_, 2); lag < longest_; ++lag) {
      const double before = aperiodicity_[lag - 1], here = aperiodicity_[lag],
                   after = aperiodicity_[lag + 1];
      if (here >= before || here > after || here >= 1) continue;
      // The minimum of the parabola through the three.
      const double bend = before - 2 * here + after;
      const double shift = bend > 0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
      const double lowest = here - 0.25 * (before - after) * shift;
      const double frequency = options_.sample_rate / (static_cast<double>(lag) + shift);
      if (frequency < options_.lowest || frequency > options_.highest) continue;
      const double octaves = std::log2(options_.highest / frequency);
      found.push_back({frequency, std::max(lowest, 0.0) + kOctaveTooLow * octaves});
    }
    if (found.size() > kMostCandidates) {
      std::ranges::sort(found.begin() + 1, found.end(), {}, &Candidate::cost);
      found.resize(kMostCandidates);
    }
    return found;
  }

  static double ChangeCost(const Candidate& from, const Candidate& to) {
    if (from.frequency == 0 && to.frequency == 0) return 0;
    if (from.frequency == 0 || to.frequency == 0) return kVoicingChange;
    return kOctaveJump * std::abs(std::log2(to.frequency / from.frequency));
  }

  // Viterbi's algorithm.
  static std::vector<float> BestPath(const std::vector<std::vector<Candidate>>& candidates) {
    std::vector<std::vector<size_t>> origin(candidates.size());
    std::vector<double> sums;
    for (size_t frame = 0; frame < candidates.size(); ++frame) {
      std::vector<double> next;
      for (const Candidate& candidate : candidates[frame]) {
        double best = frame == 0 ? 0 : std::numeric_limits<double>::infinity();
        size_t from = 0;
        for (size_t i = 0; i < sums.size(); ++i) {
          const double sum = sums[i] + ChangeCost(candidates[frame - 1][i], candidate);
          if (sum < best) best = sum, from = i;
        }
        next.push_back(best + candidate.cost);
        origin[frame].push_back(from);
      }
      sums = std::move(next);
    }
    std::vector<float> pitch(candidates.size());
    if (pitch.empty()) return pitch;
    auto at = static_cast<size_t>(std::ranges::min_element(sums) - sums.begin());
    for (size_t frame = candidates.size(); frame-- > 0;) {
      pitch[frame] = static_cast<float>(candidates[frame][at].frequency);
      at = origin[frame][at];
    }
    return pitch;
  }

  const PitchOptions& options_;
  size_t window_, longest_, shortest_, margin_;  // samples
  size_t frames_;
  std::vector<float> padded_;  // with silence of `margin_` at either end
  std::vector<double> aperiodicity_;
  double loudest_ = 0;
};

}  // namespace

std::vector<float> TrackPitch(std::span<const float> samples, const PitchOptions& options) {
  BV2_CHECK(options.hop_length > 0, "a hop of no samples");
  BV2_CHECK(options.lowest > 0 && options.lowest < options.highest &&
                options.highest < options.sample_rate / 4,
            "a pitch from {} to {} Hz cannot be tracked at {} Hz", options.lowest, options.highest,
            options.sample_rate);
  return Tracker(samples, options).Run();
}

}  // namespace bv2::dsp
