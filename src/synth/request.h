#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "text/frontend.h"
#include "text/options.h"
#include "text/symbols.h"

namespace bv2::synth {

// A text and how it is pronounced.
struct Pronunciation {
  std::string text = {};                 // as written
  std::vector<text::Phones> spans = {};  // one after the other, each of one language
};

// What to say, and how. The defaults are those of the original's web page.
struct Request {
  std::string text = {};  // UTF-8, of any length; see text::CutPieces for how it is cut
  std::vector<Pronunciation> phones = {};  // if any, these are said as slices, and not `text`
  std::string speaker = {};  // a name of the voice's table, or an id; empty: see SpeakerTable::For
  std::optional<text::Language> language = text::Language::kZh;  // none: found out from the text
  text::Normalization normalization = text::Normalization::kDefault;
  text::Foreign foreign = text::Foreign::kSpeak;                // words in other languages
  std::shared_ptr<const text::UserDictionary> dictionary = {};  // of readings; may be null
  float sdp_ratio = 0.2f;      // 0 … 1, share of the stochastic durations
  float noise_scale = 0.6f;    // variation of the sound
  float noise_scale_w = 0.8f;  // variation of the rhythm
  float length_scale = 1.0f;   // > 1 is slower
  float bert_weight = 1.0f;    // 0 … 1.5, influence of what BERT sees in the text
  // Silence between slices, between the sentences of a slice that was too long to be spoken at
  // once, and between paragraphs (none given: as between slices).
  float pause_seconds = 1.0f;
  float sentence_pause_seconds = 0.3f;
  std::optional<float> paragraph_pause_seconds = {};
  // Speaks the first clause on its own, so that audio begins before the first sentence is prepared.
  bool early_start = false;
  std::optional<uint64_t> seed = {};  // none: a random one, reported back
};

// What was said.
struct Result {
  uint64_t seed = 0;  // gives the same audio again
  size_t samples = 0;
  size_t slices = 0;    // pieces spoken one at a time
  int sample_rate = 0;  // Hz
  double seconds() const { return static_cast<double>(samples) / sample_rate; }
};

// Receives finished samples in [-1, 1], in order. The span is valid during the call. To stop early,
// throw; the exception passes through Synthesize.
using SampleSink = std::function<void(std::span<const float>)>;

class Profile;
struct Timings;

// What a caller may watch while a text is spoken.
struct Watch {
  // Called before each slice and at the end: how many are done, of how many. May be empty.
  std::function<void(size_t done, size_t total)> progress = {};
  // Gathers the time of every stage. Owned by the caller; may be null.
  Profile* profile = nullptr;
  // Becomes when each phone and word is heard. Owned by the caller; may be null.
  Timings* timings = nullptr;
  // Whether the next slice is prepared while one is decoded. Without, a profile adds up to the time
  // that passed.
  bool ahead = true;
};

}  // namespace bv2::synth
