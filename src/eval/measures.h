#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "eval/distance.h"

namespace bv2::eval {

// How long phones last, as the voice would say them and as the recording has them. The figures are
// NaN where nothing was gathered.
class DurationError {
 public:
  DurationError() = default;
  //   found, predicted  frames of each id of an utterance. With blanks (an odd number of ids: a
  //                     blank before and after each phone) a phone has the frames of the blank
  //                     after it, and the first one those of the blank before, too.
  DurationError(std::span<const int> found, std::span<const int> predicted, bool blanks,
                double frame_seconds);

  DurationError& operator+=(const DurationError& other);

  size_t phones() const { return phones_; }
  double seconds() const;   // mean |difference| of a phone
  double relative() const;  // the sum of the differences by that of the durations found

 private:
  size_t phones_ = 0;
  double off_ = 0, found_ = 0;  // seconds
};

// What was measured of one utterance or of several.
struct Measures {
  size_t utterances = 0;
  double recorded_seconds = 0;
  double spoken_seconds = 0;     // of what could be spoken
  double spoken_of_seconds = 0;  // the recordings of the same
  Distance copied = {};          // the recording, through posterior encoder and decoder
  Distance timed = {};           // spoken from the text, each phone as long as in the recording
  Distance spoken = {};          // spoken freely, warped onto the recording
  DurationError durations = {};
  double divergence = 0;  // Σ over the recordings' frames, nats
  size_t divergence_frames = 0;
  size_t unspoken = 0;  // utterances whose predicted durations cannot be spoken

  Measures& operator+=(const Measures& other);
};

// A figure of Measures, for tables, JSON and charts.
struct Figure {
  const char* key;                   // in JSON
  const char* heading;               // of a column, with its unit
  int digits;                        // after the point, in a column
  double scale;                      // what a column multiplies the value by
  double (*value)(const Measures&);  // NaN: not measured
};

enum class Group { kCopied, kTimed, kSpoken, kRhythm };
std::span<const Figure> FiguresOf(Group group);

}  // namespace bv2::eval
