#pragma once

#include <span>

#include "text/zh/segmenter.h"
#include "text/zh/syllable.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// Changes the tones of a clause as they change in speech: particles, suffixes and doubled verbs
// become neutral; 不 and 一 follow what comes next, 一 not in ordinals and strings of digits; third
// tones rise before one another. Words keep their boundaries, unlike in the original (ToneSandhi).
//   words      of the clause, in order; punctuation among them
//   syllables  one a character of the words, with the tones of the words said alone
// Throws kInvalidArgument for another number of syllables.
void ChangeTones(const Segmenter& segmenter, std::span<const Word> words,
                 std::span<Syllable> syllables);

}  // namespace bv2::text::zh
