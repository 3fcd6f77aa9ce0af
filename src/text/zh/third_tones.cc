#include "text/zh/third_tones.h"

#include <algorithm>
#include <vector>

namespace bv2::text::zh {
namespace {

using Syllables = std::span<Syllable>;

// What happens where two neighbours come together.
void Join(Syllables left, Syllables right) {
  if (left.back().tone == 3 && right.front().tone == 3) left.back().tone = 2;
}

// How many of three characters belong together first: 2 in 蒙古/包, 1 in 纸/老虎.
size_t SplitOfThree(const Segmenter& segmenter, const std::u32string& word) {
  const auto inside = segmenter.CutForSearch(word);
  const bool head = std::ranges::find(inside, word.substr(0, 2)) != inside.end();
  const bool tail = std::ranges::find(inside, word.substr(1)) != inside.end();
  return tail && !head ? 1 : 2;
}

// Longer words fall into pairs, the last of which takes a third character along.
void ChangeInWord(const Segmenter& segmenter, const std::u32string& word, Syllables syllables) {
  if (syllables.size() == 2) {
    Join(syllables.first(1), syllables.last(1));
  } else if (syllables.size() == 3) {
    const size_t split = SplitOfThree(segmenter, word);
    const size_t pair = split == 2 ? 0 : 1;
    Join(syllables.subspan(pair, 1), syllables.subspan(pair + 1, 1));
    Join(syllables.first(split), syllables.subspan(split));
  } else if (syllables.size() > 3) {
    ChangeInWord(segmenter, word.substr(0, 2), syllables.first(2));
    ChangeInWord(segmenter, word.substr(2), syllables.subspan(2));
  }
}

// A word's tag and its syllables.
struct Unit {
  std::string_view tag;
  Syllables syllables;

  bool single() const { return syllables.size() == 1; }
  // Particles, places and measures lean on the word before them.
  bool leans_back() const { return single() && std::string_view("uyfqk").find(tag[0]) != tag.npos; }
};

// Single syllables in a row: in pairs, save a pronoun in front. One that is left over leans on the
// word behind, or on the pair before when there is none.
void ChangeInRun(std::span<const Unit> run, const Unit* before, const Unit* behind) {
  const bool leans_on = behind != nullptr && !run.back().leans_back();
  // 我/想 买, 我/买/水果; but 你 好.
  const bool alone =
      run[0].tag.starts_with('r') && (run.size() > 2 || (run.size() == 2 && leans_on));
  size_t i = alone ? 1 : 0;
  for (; i + 1 < run.size(); i += 2) Join(run[i].syllables, run[i + 1].syllables);
  if (i < run.size()) {
    if (leans_on) {
      Join(run[i].syllables, behind->syllables);
    } else if (i > 0) {
      Join(run[i - 1].syllables, run[i].syllables);
    } else if (before != nullptr) {
      Join(before->syllables, run[i].syllables);
    }
  }
  if (alone) Join(run[0].syllables, run[1].syllables);
}

// The words between two pauses.
void ChangeBetweenWords(std::span<const Unit> units) {
  for (size_t begin = 0; begin < units.size();) {
    if (!units[begin].single()) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (end < units.size() && units[end].single()) ++end;
    const Unit* before = begin > 0 ? &units[begin - 1] : nullptr;
    const Unit* behind = end < units.size() ? &units[end] : nullptr;
    // What leans back is no part of the run's pairs.
    if (before != nullptr && end - begin > 1 && units[begin].leans_back()) {
      Join(before->syllables, units[begin].syllables);
      before = &units[begin++];
    }
    ChangeInRun(units.subspan(begin, end - begin), before, behind);
    begin = end;
  }
}

}  // namespace

void ChangeThirdTones(const Segmenter& segmenter, std::span<const Word> words,
                      std::span<Syllable> syllables) {
  std::vector<Unit> units;
  for (const Word& word : words) {
    const Syllables own = syllables.first(word.text.size());
    syllables = syllables.subspan(word.text.size());
    if (own.empty() || own.front().tone == 0) {
      ChangeBetweenWords(units);
      units.clear();
      continue;
    }
    ChangeInWord(segmenter, word.text, own);
    units.push_back({word.tag, own});
  }
  ChangeBetweenWords(units);
}

}  // namespace bv2::text::zh
