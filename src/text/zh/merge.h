#pragma once

#include <vector>

#include "text/zh/pinyin.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// Joins words that change each other's tones: 不 and 一 with their neighbours, doubled words, runs
// of third tones, and the suffix 儿. The concatenation of the words stays what it was.
// Source: pre_merge_for_modify of PaddleSpeech's tone_sandhi.py, as in Bert-VITS2 1.1.1.
std::vector<Word> MergeForSandhi(std::vector<Word> words, const Pinyin& pinyin);

}  // namespace bv2::text::zh
