#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "synth/request.h"
#include "text/frontend.h"

namespace bv2::synth {

// When everything that was said is heard. Positions are samples from the start of the audio; `end`
// is the first one after.
struct Timings {
  struct Span {
    std::string text;
    size_t begin = 0, end = 0;
    bool operator==(const Span&) const = default;
  };
  struct Word {
    Span span = {};
    text::Language language = text::Language::kZh;
    bool operator==(const Word&) const = default;
  };
  // What was spoken at once. Its phones follow one another from its begin to its end. Between
  // pieces there is only silence.
  struct Piece {
    Span whole = {};
    std::vector<text::Language> languages = {};  // in the order of their first use
    std::vector<Span> phones = {};     // "_" at either end is the silence around the piece
    std::vector<Word> words = {};      // characters of Chinese; words of others, or their parts
    std::vector<Span> sentences = {};  // as written
  };
  int sample_rate = 0;  // Hz
  size_t samples = 0;   // of the whole audio, pauses included
  std::vector<Piece> pieces = {};
};

// How the frames of a piece lie in the audio.
struct FrameClock {
  size_t begin = 0;             // sample of the first frame
  size_t hop = 0;               // samples per frame
  std::span<const int> frames;  // of each phone; with blanks, 2 * phones + 1
};

// A blank belongs to the phone before it. Throws kInvalidArgument for frames that do not belong to
// the phones.
Timings::Piece TimePiece(const Pronunciation& pronunciation, const FrameClock& clock);

// For programs: every span with its samples and seconds. See docs/text.md.
Json ToJson(const Timings& timings);
Json ToJson(const Timings::Piece& piece, int sample_rate);

// For players: SubRip subtitles, one a sentence.
std::string ToSubtitles(const Timings& timings);

}  // namespace bv2::synth
