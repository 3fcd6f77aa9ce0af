#include "text/zh/tone_sandhi.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>
#include <span>

#include "base/error.h"
#include "base/utf8.h"

namespace bv2::text::zh {
namespace {

using Syllables = std::span<Syllable>;
constexpr int kNeutral = 5;

bool IsOneOf(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

bool IsNumeric(char32_t c) {
  return u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_NUMERIC_TYPE) != U_NT_NONE;
}

bool AllThird(Syllables syllables) {
  return std::all_of(syllables.begin(), syllables.end(),
                     [](const Syllable& s) { return s.tone == 3; });
}

// 不 is neutral inside three characters (看不懂) and rises before a fourth tone (不怕).
void ApplyBu(std::u32string_view word, Syllables syllables) {
  if (word.size() == 3 && word[1] == U'不') {
    syllables[1].tone = kNeutral;
    return;
  }
  for (size_t i = 0; i + 1 < word.size(); ++i) {
    if (word[i] == U'不' && syllables[i + 1].tone == 4) syllables[i].tone = 2;
  }
}

// 一 keeps its tone in numbers and ordinals, is neutral between doubled words (看一看), rises
// before a fourth tone (一段) and falls before the others (一天), but not before punctuation.
void ApplyYi(std::u32string_view word, Syllables syllables) {
  constexpr std::u32string_view kPauses = U"：，；。？！“”‘’':,;.?!";
  const bool number =
      std::all_of(word.begin(), word.end(), [](char32_t c) { return c == U'一' || IsNumeric(c); });
  if (number) return;
  if (word.size() == 3 && word[1] == U'一' && word[0] == word[2]) {
    syllables[1].tone = kNeutral;
  } else if (word.starts_with(U"第一")) {
    syllables[1].tone = 1;
  } else {
    for (size_t i = 0; i + 1 < word.size(); ++i) {
      if (word[i] != U'一') continue;
      if (syllables[i + 1].tone == 4) {
        syllables[i].tone = 2;
      } else if (!IsOneOf(word[i + 1], kPauses)) {
        syllables[i].tone = 4;
      }
    }
  }
}

// Where a measure word 个 in a word is neutral: after a number or a quantity, or alone.
std::optional<size_t> NeutralMeasureWord(std::u32string_view word) {
  const size_t at = word.find(U'个');
  if (word == U"个") return 0;
  if (at == 0 || at == word.npos) return std::nullopt;
  const char32_t before = word[at - 1];
  if (!IsNumeric(before) && !IsOneOf(before, U"几有两半多各整每做是")) return std::nullopt;
  return at;
}

}  // namespace

ToneSandhi::ToneSandhi(const std::filesystem::path& data_dir, const Segmenter& segmenter)
    : words_(data_dir / "zh/neutral_words.txt"), segmenter_(segmenter) {}

// Whether the word, or its last two characters, is listed as ending in the neutral tone.
bool ToneSandhi::IsNeutral(std::u32string_view word) const {
  if (word.empty()) return false;
  const std::u32string_view tail = word.substr(word.size() - std::min<size_t>(word.size(), 2));
  return words_.Find(EncodeUtf8(word)) == "neutral" || words_.Find(EncodeUtf8(tail)) == "neutral";
}

bool ToneSandhi::IsNeverNeutral(std::u32string_view word) const {
  return words_.Find(EncodeUtf8(word)) == "full";
}

// The two parts a word falls into: cut after the shortest dictionary word inside it when that comes
// first, else before its last characters, as many as that word has; `second` is that word then,
// even if it does not come last.
struct ToneSandhi::Parts {
  size_t first_length;
  std::u32string first;
  std::u32string second;
};

ToneSandhi::Parts ToneSandhi::Split(std::u32string_view word) const {
  const auto words = segmenter_.CutForSearch(word);
  const auto shortest = std::min_element(
      words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  const size_t length = shortest->size();
  if (word.starts_with(*shortest)) return {length, *shortest, std::u32string(word.substr(length))};
  const size_t head = word.size() - length;
  return {head, std::u32string(word.substr(0, head)), *shortest};
}

// Particles (吧 的), suffixes (我们 桌子), places (家里) and directions (回来).
bool ToneSandhi::LastIsNeutral(const Word& word) const {
  const std::u32string& text = word.text;
  const std::string& tag = word.tag;
  const char32_t last = text.back();
  if (IsOneOf(last, U"吧呢啊呐噻嘛吖嗨哦哒额滴哩哟喽啰耶喔诶的地得")) return true;
  if (text.size() < 2) return false;
  if (IsOneOf(last, U"们子") && (tag == "r" || tag == "n") && !IsNeverNeutral(text)) return true;
  if (IsOneOf(last, U"上下里") && (tag == "s" || tag == "l" || tag == "f")) return true;
  return IsOneOf(last, U"来去") && IsOneOf(text[text.size() - 2], U"上下进出回过起开");
}

void ToneSandhi::ApplyNeutral(const Word& word, std::vector<Syllable>& syllables) const {
  const std::u32string_view text = word.text;
  // Doubled nouns, verbs and adjectives: 奶奶, 试试, 旺旺.
  if (word.tag.find_first_of("nva") == 0 && !IsNeverNeutral(text)) {
    for (size_t i = 1; i < text.size(); ++i) {
      if (text[i] == text[i - 1]) syllables[i].tone = kNeutral;
    }
  }
  if (LastIsNeutral(word)) {
    syllables.back().tone = kNeutral;
  } else if (const auto measure = NeutralMeasureWord(text)) {
    syllables[*measure].tone = kNeutral;
  } else if (IsNeutral(text)) {
    syllables.back().tone = kNeutral;
  }
  const Parts parts = Split(text);
  if (IsNeutral(parts.first)) syllables[parts.first_length - 1].tone = kNeutral;
  if (IsNeutral(parts.second)) syllables.back().tone = kNeutral;
}

// The first of two third tones rises; in longer words this depends on how they fall into parts.
void ToneSandhi::ApplyThird(std::u32string_view word, std::vector<Syllable>& syllables) const {
  const Syllables all(syllables);
  if (word.size() == 2 && AllThird(all)) {
    all[0].tone = 2;
  } else if (word.size() == 3) {
    const size_t split = Split(word).first_length;
    if (AllThird(all)) {
      if (split == 2) all[0].tone = 2;                // 蒙古/包
      if (split == 1 || split == 2) all[1].tone = 2;  // 纸/老虎
      return;
    }
    const Syllables parts[] = {all.first(split), all.subspan(split)};
    if (split == 2 && AllThird(parts[0])) all[0].tone = 2;  // 所有/人
    if (parts[1].empty()) return;
    if (parts[1].size() == 2 && AllThird(parts[1])) {
      all[split].tone = 2;
    } else if (!AllThird(parts[1]) && all[split].tone == 3 && all[split - 1].tone == 3) {
      all[split - 1].tone = 2;  // 好/喜欢
    }
  } else if (word.size() == 4) {
    for (const Syllables half : {all.first(2), all.subspan(2)}) {
      if (AllThird(half)) half[0].tone = 2;
    }
  }
}

void ToneSandhi::Apply(const Word& word, std::vector<Syllable>& syllables) const {
  if (syllables.size() != word.text.size()) {
    Fail(ErrorCode::kInvalidArgument, "the word '{}' has {} characters but {} syllables",
         EncodeUtf8(word.text), word.text.size(), syllables.size());
  }
  if (syllables.empty()) return;
  ApplyBu(word.text, syllables);
  ApplyYi(word.text, syllables);
  ApplyNeutral(word, syllables);
  ApplyThird(word.text, syllables);
}

}  // namespace bv2::text::zh
