#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bv2::board {

// What TensorBoard shows under a tag. The views point to bytes that somebody else keeps.

struct Scalar {
  double value = 0;
};

struct Picture {
  int64_t width = 0, height = 0;
  std::string_view file;  // PNG
};

struct Sound {
  double sample_rate = 0;  // Hz
  int64_t channels = 1, frames = 0;
  std::string_view file;
  std::string_view content_type;  // "audio/wav"
};

struct Histogram {
  double min = 0, max = 0, count = 0, sum = 0, sum_of_squares = 0;
  std::vector<double> limits;  // upper limit of each bucket
  std::vector<double> counts;
};

// A kind that is not understood here, such as text.
struct Other {};

using Content = std::variant<Other, Scalar, Picture, Sound, Histogram>;

struct Value {
  std::string tag;
  Content content;
};

// One record of an event file: the messages Event and Summary of TensorFlow, as far as they are
// used here. Source: tensorboard/compat/proto/{event,summary,histogram,tensor}.proto (Apache-2.0).
struct Event {
  double wall_time = 0;  // seconds since 1970
  int64_t step = 0;
  std::string file_version = "";  // of the first event of a file: "brain.Event:2"
  // A run starts again at `step`: what is known of this step and later ones is void.
  bool restart = false;
  std::vector<Value> values = {};
};

std::string EncodeEvent(const Event& event);

// The views in the result point into `message`. Scalars are read in their old form, a number, and
// in the new, a tensor of one element. Throws kCorruptFile; `source` names the message.
Event DecodeEvent(std::string_view message, std::string_view source);

}  // namespace bv2::board
