#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/config.h"
#include "text/frontend.h"

namespace bv2::synth {

// Who speaks: the speakers of a voice, by name, by number, and by the language to be spoken.
class SpeakerTable {
 public:
  // count: rows of the voice's speaker embedding
  SpeakerTable(const model::DataConfig& config, size_t count);

  // In the order of the voice's configuration.
  std::vector<std::string> names() const;
  // The row of a name or an id. Throws kNotFound naming some that there are.
  int64_t Find(const std::string& speaker) const;
  // Who speaks these where nobody is asked for: whom data.speaker_of names for the language that
  // has most of the phones, else the first.
  int64_t For(std::span<const text::Phones> spans) const;

 private:
  using Ids = std::vector<std::pair<std::string, size_t>>;
  Ids ids_;
  Ids of_language_;
  int64_t count_;
};

}  // namespace bv2::synth
