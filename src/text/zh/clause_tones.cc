#include "text/zh/clause_tones.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "text/zh/third_tones.h"

namespace bv2::text::zh {
namespace {

constexpr int kNeutral = 5;

bool IsOneOf(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

// A character of the clause where it stands.
struct Place {
  const Word* word;
  size_t index;        // in the word
  char32_t character;  // 0 outside the clause
  int tone;            // before any change
};

class Characters {
 public:
  Characters(std::span<const Word> words, std::span<const Syllable> syllables) {
    for (const Word& word : words) {
      for (size_t i = 0; i < word.text.size(); ++i)
        places_.push_back({&word, i, word.text[i], syllables[places_.size()].tone});
    }
  }
  size_t size() const { return places_.size(); }
  // Outside the clause, which `i` may be, there is nothing.
  const Place& At(size_t i) const { return i < places_.size() ? places_[i] : nothing_; }
  char32_t operator[](size_t i) const { return At(i).character; }
  bool IsVerb(size_t i) const { return i < places_.size() && At(i).word->tag.starts_with('v'); }

 private:
  std::vector<Place> places_;
  Place nothing_{nullptr, 0, 0, 0};
};

// Whether a word that is one character is neutral after the word before it: 去过, 桌子上.
bool IsWeakWord(const Word& word, const Word* before) {
  if (before == nullptr) return false;
  const char32_t character = word.text[0];
  if (character == U'过') return word.tag == "ug" && before->tag.starts_with('v');
  return IsOneOf(character, U"上里") && word.tag == "f" && IsOneOf(before->tag[0], U"ns");
}

// Whether a longer word ends in the neutral tone: 家里, 回来, 看过, 同学们.
bool EndsWeakly(const Word& word) {
  const char32_t last = word.text.back();
  const char32_t before = word.text[word.text.size() - 2];
  if (last == U'们') return true;
  if (IsOneOf(last, U"上里")) return word.tag == "s";
  if (!word.tag.starts_with('v')) return false;
  if (last == U'过') return !IsOneOf(before, U"通经度超路渡胜错难放改记悔赛不");
  return IsOneOf(last, U"来去") && IsOneOf(before, U"上下进出回过起开");
}

void WeakenEnds(std::span<const Word> words, std::span<Syllable> syllables) {
  const Word* before = nullptr;
  size_t end = 0;
  for (const Word& word : words) {
    end += word.text.size();
    const bool weak = word.text.size() == 1 ? IsWeakWord(word, before) : EndsWeakly(word);
    if (weak) syllables[end - 1].tone = kNeutral;
    before = &word;
  }
}

// 三个, 这个; 个 alone, too.
void WeakenMeasures(const Characters& text, std::span<Syllable> syllables) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != U'个') continue;
    const bool counts = i > 0 && IsOneOf(text[i - 1],
                                         U"一二三四五六七八九十百千万亿两几半多各整每"
                                         U"这那哪某有做是");
    if (counts || text.At(i).word->text.size() == 1) syllables[i].tone = kNeutral;
  }
}

// Verbs that are doubled before their object, in words that the dictionary lacks: 散散步.
constexpr std::u32string_view kDoubledVerbs =
    U"看说谈走试想打玩逛读写练学听问找坐歇等洗散帮聊跑睡唱跳吃喝尝摸闻查数补理动敲擦扫刷晒泡讲猜算";

// 看看, 想想, 散散步: the second verb is neutral, and the first rises if it has the third tone.
void WeakenDoubledVerbs(const Characters& text, std::span<Syllable> syllables) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const Place& first = text.At(i);
    const Place& second = text.At(i + 1);
    if (first.character != second.character || first.index != 0) continue;
    bool verbs = text.IsVerb(i) && text.IsVerb(i + 1);
    if (first.word != second.word) {
      verbs = verbs && first.word->text.size() == 1 &&
              !IsOneOf(first.character, U"要会能可该是有在去来");
    } else if (first.word->text.size() > 2) {
      verbs = first.word->text.size() == 3 && IsOneOf(first.character, kDoubledVerbs);
    }
    if (!verbs) continue;
    if (first.tone == 3) syllables[i].tone = 2;
    syllables[i + 1].tone = kNeutral;
  }
}

// 不 is neutral in 好不好 and 看不懂, not in 不对不对, and rises before a fourth tone.
int ToneOfBu(const Characters& text, size_t i) {
  const Place& place = text.At(i);
  if (i > 0 && text[i - 1] == text[i + 1] && (i < 2 || text[i - 2] != U'不')) return kNeutral;
  const bool inside = place.index == 1 && place.word->text.size() == 3;
  if (inside && !IsOneOf(text[i - 1], U"决绝从毫并永岂均皆无莫而")) return kNeutral;
  return text.At(i + 1).tone == 4 ? 2 : 4;
}

constexpr std::u32string_view kDigits = U"零〇一二三四五六七八九幺";
constexpr std::u32string_view kLargeUnits = U"百千万亿";

// Counting rather than measuring: 一九九八, 二十一个, 三点一; but not 一百 and 两千一百.
bool IsDigit(const Characters& text, size_t i) {
  const char32_t before = i > 0 ? text[i - 1] : 0;
  const char32_t after = text[i + 1];
  if (IsOneOf(after, kLargeUnits)) return false;
  const bool number = i > 0 && (text.At(i - 1).word == text.At(i).word ||
                                text.At(i - 1).word->tag.starts_with('m'));
  if (number && (IsOneOf(before, kDigits) || IsOneOf(before, U"十百千万亿"))) return true;
  if (IsOneOf(after, kDigits) || after == U'十') return true;
  // 一点五 as a number; 一点五十 is a time.
  return after == U'点' && IsOneOf(text[i + 2], kDigits) && !IsOneOf(text[i + 3], U"十分");
}

// Words in which 一 is the number.
constexpr std::u32string_view kPlainYi[] = {U"一对一", U"独一无二", U"说一不二", U"数一数二",
                                            U"一五一十"};

// 第一次, 一月, 五月一日, 一楼, 一年级; 统一, 星期一, 其一.
bool IsOrdinal(const Characters& text, size_t i) {
  const Place& place = text.At(i);
  const char32_t before = i > 0 ? text[i - 1] : 0;
  if (std::ranges::find(kPlainYi, place.word->text) != std::end(kPlainYi)) return true;
  if (IsOneOf(before, U"第之") || (before == U'初' && place.index > 0)) return true;
  const bool last = place.index > 0 && place.index + 1 == place.word->text.size();
  if (last && !IsOneOf(before, U"另某这那每任同又再有没")) return true;
  const char32_t after = text[i + 1];
  if (IsOneOf(after, U"月号楼等级审流期")) return true;
  if (after == U'日') return before == U'月';
  if (after == U'年') return text[i + 2] == U'级';
  return after == U'把' && text[i + 2] == U'手';
}

// 看一看: not 一天一天.
bool IsBetweenDoubledVerbs(const Characters& text, size_t i) {
  if (i == 0 || text[i - 1] != text[i + 1] || !text.IsVerb(i - 1)) return false;
  return i < 2 || text[i - 2] != U'一';
}

int ToneOfYi(const Characters& text, size_t i) {
  const Place& next = text.At(i + 1);
  if (next.tone == 0) return 1;
  if (IsBetweenDoubledVerbs(text, i)) return kNeutral;
  if (IsOrdinal(text, i) || IsDigit(text, i)) return 1;
  return next.tone == 4 || next.character == U'个' ? 2 : 4;
}

}  // namespace

void ChangeTones(const Segmenter& segmenter, std::span<const Word> words,
                 std::span<Syllable> syllables) {
  size_t characters = 0;
  for (const Word& word : words) characters += word.text.size();
  BV2_CHECK(characters == syllables.size(), "{} syllables are not one for each of {} characters",
            syllables.size(), characters);
  const Characters text(words, syllables);
  WeakenEnds(words, syllables);
  WeakenMeasures(text, syllables);
  WeakenDoubledVerbs(text, syllables);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'不' && text.At(i).tone == 4) syllables[i].tone = ToneOfBu(text, i);
    if (text[i] == U'一' && text.At(i).tone == 1) syllables[i].tone = ToneOfYi(text, i);
  }
  ChangeThirdTones(segmenter, words, syllables);
}

}  // namespace bv2::text::zh
