#pragma once

#include <span>

#include "text/zh/segmenter.h"
#include "text/zh/syllable.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// Makes the first of two third tones rise, inside words and then inside feet: a word of several
// syllables with the single ones that lean on it (很/喜欢), or single ones in pairs (我/很 好).
// Between feet tones stay, as in unhurried speech. Syllables are changed in place, one a character.
// Source of the idea: C. Shih, The Prosodic Domain of Tone Sandhi in Chinese, 1986.
void ChangeThirdTones(const Segmenter& segmenter, std::span<const Word> words,
                      std::span<Syllable> syllables);

}  // namespace bv2::text::zh
