#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "synth/request.h"
#include "synth/synthesizer.h"

namespace bv2::synth {

// Speech that is read as it is wanted, where a caller cannot be called back: an audio device that
// asks for its next samples. A thread speaks ahead of the reader, so far and no further, so that
// memory does not grow with the text. Use from one thread; the synthesizer must outlive it.
class SpeechReader {
 public:
  // Begins to speak.
  //   ahead_seconds  of audio that may wait to be read
  SpeechReader(const Synthesizer& synthesizer, Request request, double ahead_seconds = 10);
  // Stops speaking.
  ~SpeechReader();
  SpeechReader(const SpeechReader&) = delete;
  SpeechReader& operator=(const SpeechReader&) = delete;

  // Fills `samples` from the front and returns how many came: all of them, fewer when speech ends
  // there, 0 after its end. Waits for those that are still being computed. Throws what
  // Synthesizer::Synthesize throws, after the samples before it.
  size_t Read(std::span<float> samples);
  // The same, but returns fewer, even none, rather than wait: a device's callback must not.
  size_t ReadReady(std::span<float> samples);
  // Whether everything that was spoken has been read.
  bool done() const;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace bv2::synth
