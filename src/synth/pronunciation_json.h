#pragma once

#include <string_view>

#include "base/json.h"
#include "synth/request.h"

namespace bv2::synth {

// A line of what `bertvits2 text` prints: a text and its pronunciation. The fields of a span are
// those of the line, but where there are several: then `spans` has an object for each.
Json ToJson(const Pronunciation& pronunciation);

// The reverse. Only language, phones, tones and word2ph must be there; the tokens of Chinese are
// the characters of norm_text. Throws kNotFound for a missing field; kInvalidArgument for an
// unknown phone, a tone that the language lacks, or counts that do not agree.
Pronunciation PronunciationFromJson(const Json& line);

}  // namespace bv2::synth
