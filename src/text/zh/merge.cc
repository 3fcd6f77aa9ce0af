#include "text/zh/merge.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace bv2::text::zh {
namespace {

bool AllThirdTone(const std::vector<Syllable>& syllables) {
  return std::all_of(syllables.begin(), syllables.end(),
                     [](const Syllable& s) { return s.tone == 3; });
}

std::vector<Word> MergeBu(const std::vector<Word>& words) {
  std::vector<Word> result;
  std::u32string last;
  for (const Word& word : words) {
    std::u32string text = last == U"不" ? last + word.text : word.text;
    if (text != U"不") result.push_back({text, word.tag});
    last = std::move(text);
  }
  if (last == U"不") result.push_back({last, "d"});
  return result;
}

// 听 一 听 → 听一听, when both are verbs. As in the original nothing at all is merged (nullopt) if
// there are two such places or one with a single verb; for the latter it would lose or repeat it.
std::optional<std::vector<Word>> MergeReduplicatedYi(const std::vector<Word>& words) {
  std::vector<Word> result;
  bool merged = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool between = i > 0 && i + 1 < words.size() && words[i].text == U"一" &&
                         words[i - 1].text == words[i + 1].text;
    const bool verb_before = between && words[i - 1].tag == "v";
    const bool verb_after = between && words[i + 1].tag == "v";
    if (!verb_before && !verb_after) {
      result.push_back(words[i]);
      continue;
    }
    if (merged || !verb_before || !verb_after) return std::nullopt;
    merged = true;
    result.back().text += U"一" + words[i + 1].text;
    ++i;
  }
  return result;
}

std::vector<Word> MergeYi(const std::vector<Word>& words) {
  const auto reduplicated = MergeReduplicatedYi(words);
  if (!reduplicated) return words;
  std::vector<Word> result;
  for (const Word& word : *reduplicated) {
    if (!result.empty() && result.back().text == U"一") {
      result.back().text += word.text;
    } else {
      result.push_back(word);
    }
  }
  return result;
}

std::vector<Word> MergeDoubled(const std::vector<Word>& words) {
  std::vector<Word> result;
  for (const Word& word : words) {
    if (!result.empty() && word.text == result.back().text) {
      result.back().text += word.text;
    } else {
      result.push_back(word);
    }
  }
  return result;
}

// Joins neighbours of at most three characters in all for which `third_tones` holds, in pairs.
using Readings = std::vector<Syllable>;
std::vector<Word> MergeThirdTones(
    const std::vector<Word>& words, const Pinyin& pinyin,
    const std::function<bool(const Readings&, const Readings&)>& third_tones) {
  std::vector<Word> result;
  Readings previous;
  bool previous_merged = false;
  for (size_t i = 0; i < words.size(); ++i) {
    Readings current = pinyin.Read(words[i].text);
    bool merge = false;
    if (i > 0 && !previous_merged && third_tones(previous, current)) {
      const std::u32string& before = words[i - 1].text;
      const bool doubled = before.size() == 2 && before[0] == before[1];
      merge = !doubled && before.size() + words[i].text.size() <= 3;
    }
    if (merge) {
      result.back().text += words[i].text;
    } else {
      result.push_back(words[i]);
    }
    previous = std::move(current);
    previous_merged = merge;
  }
  return result;
}

std::vector<Word> MergeEr(const std::vector<Word>& words) {
  std::vector<Word> result;
  for (const Word& word : words) {
    if (!result.empty() && word.text == U"儿") {
      result.back().text += word.text;
    } else {
      result.push_back(word);
    }
  }
  return result;
}

}  // namespace

std::vector<Word> MergeForSandhi(std::vector<Word> words, const Pinyin& pinyin) {
  words = MergeDoubled(MergeYi(MergeBu(words)));
  words = MergeThirdTones(words, pinyin, [](const Readings& a, const Readings& b) {
    return AllThirdTone(a) && AllThirdTone(b);
  });
  words = MergeThirdTones(words, pinyin, [](const Readings& a, const Readings& b) {
    return a.back().tone == 3 && b.front().tone == 3;
  });
  return MergeEr(words);
}

}  // namespace bv2::text::zh
