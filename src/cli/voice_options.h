#pragma once

#include <string>

#include "cli/language_options.h"
#include "synth/synthesizer.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// A voice, its BERT and the cores that it may use.
struct VoiceOptions {
  synth::SynthesizerFiles files = {};
  int threads = 0;
  std::string cores;  // "0-3,8"; empty: all

  // With the files that read `text`, and the config.json beside the model unless one is named.
  // Throws kNotFound for a missing data folder.
  synth::SynthesizerFiles Files(const TextOptions& text) const;
  // Before any thread is started. Throws kInvalidArgument.
  void ChooseCores() const;
};

void AddVoiceOptions(CLI::App& command, VoiceOptions& options);

}  // namespace bv2::cli
