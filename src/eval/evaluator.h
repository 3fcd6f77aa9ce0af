#pragma once

#include <cstdint>
#include <filesystem>

#include "base/arena_pool.h"
#include "base/thread_pool.h"
#include "eval/measures.h"
#include "eval/recordings.h"
#include "model/config.h"
#include "vits/voice.h"

namespace bv2::eval {

// How a voice is to speak. The defaults are those of synth::Request.
struct SpeakingOptions {
  vits::InferOptions infer = {.sdp_ratio = 0.2f, .noise_scale = 0.6f, .noise_scale_w = 0.8f};
  uint64_t seed = 0;  // of each utterance, so that none depends on the others
};

// What became of a recording: its measures, and the sounds that they are of. A sound that could not
// be made has no samples.
struct Evaluated {
  Measures measures;
  Sound copied, timed, spoken;
};

// A voice under examination. Thread-safe.
class Evaluator {
 public:
  // Throws what opening a voice throws.
  Evaluator(const std::filesystem::path& model, const model::Config& config,
            const Analyzer& analyzer, const SpeakingOptions& options, const ThreadPool& pool);

  // Whether the file has the posterior encoder, without which a voice can only speak freely.
  bool listens() const { return voice_.listens(); }

  Evaluated Evaluate(const Recording& recording) const;

 private:
  std::vector<float> Speak(const vits::Utterance& utterance, std::span<int> frames,
                           const Context& context) const;
  void Listen(const Recording& recording, vits::Utterance utterance, std::vector<int>& frames,
              Evaluated& result, const Context& context) const;

  const Analyzer& analyzer_;
  SpeakingOptions options_;
  const ThreadPool& pool_;
  bool blanks_;
  vits::Voice voice_;
  mutable ArenaPool arenas_;
};

}  // namespace bv2::eval
