#include "eval/measures.h"

#include <array>
#include <cstdlib>
#include <limits>

#include "base/check.h"

namespace bv2::eval {
namespace {

double Ratio(double sum, double count) {
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

// The frames of each phone: blanks belong to the phone before them.
std::vector<int> FramesOfPhones(std::span<const int> frames, bool blanks) {
  if (!blanks) return {frames.begin(), frames.end()};
  BV2_CHECK(frames.size() % 2 == 1 && frames.size() >= 3, "{} ids with blanks", frames.size());
  std::vector<int> phones;
  for (size_t i = 1; i < frames.size(); i += 2) phones.push_back(frames[i] + frames[i + 1]);
  phones.front() += frames.front();
  return phones;
}

// A figure of one of the three distances.
template <Distance Measures::*kind, double (Distance::*figure)() const>
double Of(const Measures& measures) {
  return (measures.*kind.*figure)();
}

template <Distance Measures::*kind>
constexpr std::array<Figure, 5> kDistances = {
    {{"mel_l1", "mel L1", 3, 1, Of<kind, &Distance::mel_l1>},
     {"mcd_db", "MCD dB", 2, 1, Of<kind, &Distance::cepstral>},
     {"f0_rmse_cents", "F0 cents", 0, 1, Of<kind, &Distance::pitch_cents>},
     {"f0_rmse_hz", "F0 Hz", 1, 1, Of<kind, &Distance::pitch_hertz>},
     {"voicing_error", "voicing %", 1, 100, Of<kind, &Distance::voicing_error>}}};

constexpr Figure kRhythm[] = {
    {"error_ms", "phone ms", 1, 1, [](const Measures& m) { return 1000 * m.durations.seconds(); }},
    {"relative_error", "phone %", 1, 100, [](const Measures& m) { return m.durations.relative(); }},
    {"length_ratio", "length", 3, 1,
     [](const Measures& m) { return Ratio(m.spoken_seconds, m.spoken_of_seconds); }},
    {"kl", "KL", 2, 1,
     [](const Measures& m) {
       return Ratio(m.divergence, static_cast<double>(m.divergence_frames));
     }},
};

}  // namespace

DurationError::DurationError(std::span<const int> found, std::span<const int> predicted,
                             bool blanks, double frame_seconds) {
  BV2_CHECK(found.size() == predicted.size(), "{} durations found and {} predicted", found.size(),
            predicted.size());
  const std::vector<int> expected = FramesOfPhones(found, blanks);
  const std::vector<int> given = FramesOfPhones(predicted, blanks);
  phones_ = expected.size();
  for (size_t i = 0; i < phones_; ++i) {
    off_ += frame_seconds * std::abs(expected[i] - given[i]);
    found_ += frame_seconds * expected[i];
  }
}

DurationError& DurationError::operator+=(const DurationError& other) {
  phones_ += other.phones_;
  off_ += other.off_;
  found_ += other.found_;
  return *this;
}

double DurationError::seconds() const { return Ratio(off_, static_cast<double>(phones_)); }
double DurationError::relative() const { return Ratio(off_, found_); }

Measures& Measures::operator+=(const Measures& other) {
  utterances += other.utterances;
  recorded_seconds += other.recorded_seconds;
  spoken_seconds += other.spoken_seconds;
  spoken_of_seconds += other.spoken_of_seconds;
  copied += other.copied;
  timed += other.timed;
  spoken += other.spoken;
  durations += other.durations;
  divergence += other.divergence;
  divergence_frames += other.divergence_frames;
  unspoken += other.unspoken;
  return *this;
}

std::span<const Figure> FiguresOf(Group group) {
  switch (group) {
    case Group::kCopied:
      return kDistances<&Measures::copied>;
    case Group::kTimed:
      return kDistances<&Measures::timed>;
    case Group::kSpoken:
      return kDistances<&Measures::spoken>;
    case Group::kRhythm:
      return kRhythm;
  }
  return {};
}

}  // namespace bv2::eval
