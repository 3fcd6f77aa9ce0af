#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/thread_pool.h"
#include "corpus/findings.h"
#include "corpus/shard.h"
#include "corpus/sound_facts.h"
#include "model/config.h"
#include "text/symbols.h"

namespace bv2::corpus {

struct ValidateOptions {
  bool bert = true;  // training reads .bert.pt files; else its BERT inputs are zeros
  // Languages whose BERT features are computed where they are missing.
  std::set<text::Language> computed_bert = {};
  bool validation = true;  // also the list of that name
  // Listen to the recordings and compare lines with each other. Otherwise only what would stop a
  // training is looked for, which takes the headers of recordings and no spectrograms: these are
  // computed anew where they do not fit.
  bool listen = true;
  // Training takes recordings of more than `first` and at most `second` frames of hop_length
  // samples: the outermost boundaries of the original's buckets.
  std::pair<size_t, size_t> sampled_frames = {32, 1000};
  Shard shard = {};  // of the lines; statistics and findings are of these alone
};

// One line of a list, and its recording where that could be read.
struct UtteranceFacts {
  std::string list;
  size_t line = 0;
  bool training = true;  // else validation
  std::string audio, speaker;
  text::Language language = text::Language::kZh;
  std::string text;
  size_t phones = 0;    // that are spoken: no punctuation, no padding
  int sample_rate = 0;  // 0: not read
  double seconds = 0;
  SoundFacts sound;
  uint64_t fingerprint = 0;  // of the samples
  bool left_out = false;     // the sampler would not take it
};

struct SpeakerFacts {
  size_t training = 0, validation = 0;  // utterances
  double seconds = 0;
  double phones = 0;
};

// How often each symbol and tone is spoken, in what is trained on.
struct Coverage {
  std::map<std::string, size_t> symbols;
  std::map<std::pair<text::Language, int64_t>, size_t> tones;
};

struct ValidationReport {
  std::string config;                      // its file
  std::vector<UtteranceFacts> utterances;  // in the lists' order, training first
  std::map<std::string, SpeakerFacts> speakers;
  Coverage coverage;
  std::vector<Finding> findings;  // by check; of one check the worst first

  size_t Count(Severity severity) const;
  bool TrainingWouldFail() const { return Count(Severity::kFault) > 0; }
};

// Called as utterances are looked at, by one thread at a time.
using ValidateProgress = std::function<void(size_t done, size_t total)>;

// Reads the lists that the config names and everything they name as training would, on all
// threads, and says what is wrong. What can be said of one line is found for every line; nothing
// that is wrong with the data throws.
ValidationReport Validate(const model::Config& config, const ValidateOptions& options,
                          const ThreadPool& pool, const ValidateProgress& progress);

}  // namespace bv2::corpus
