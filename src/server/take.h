#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "synth/timings.h"

namespace bv2::server {

// The next part of what is spoken.
struct Chunk {
  std::vector<float> samples = {};
  std::vector<synth::Timings::Piece> pieces = {};  // those whose last sample has been given
};

// Everything that was spoken.
struct Take {
  uint64_t seed = 0;
  int sample_rate = 0;  // Hz
  Chunk all = {};

  size_t bytes() const;  // of memory, roughly
};

// Where audio comes from: a voice that speaks, or a take that is kept.
class AudioSource {
 public:
  virtual ~AudioSource() = default;
  // None: there is no more. Throws what went wrong.
  virtual std::optional<Chunk> Next() = 0;
};

}  // namespace bv2::server
