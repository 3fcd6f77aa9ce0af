#include "text/language_finder.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "text/addresses.h"
#include "text/characters.h"
#include "text/ja/quantity.h"
#include "text/split.h"
#include "text/zh/quantity.h"

namespace bv2::text {
namespace {

using std::u32string_view;
using enum Language;
using MaybeLanguage = std::optional<Language>;

enum class Kind : uint8_t { kNeutral, kDigit, kHan, kKana, kLatin };

constexpr u32string_view kOpening = U"“‘「『（(［[【〈《〔｛{«";
constexpr u32string_view kClosing = U"”’」』）)］]】〉》〕｝}»";

bool IsCjk(Kind kind) { return kind == Kind::kHan || kind == Kind::kKana; }
bool Among(char32_t c, u32string_view set) { return set.find(c) != set.npos; }
bool IsSpace(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)); }

// `before` is the kind of the character before.
Kind KindOf(char32_t c, Kind before) {
  const auto point = static_cast<UChar32>(c);
  const uint32_t category = U_GET_GC_MASK(point);
  // Accents, variation selectors and the like belong to the character before.
  if ((category & (U_GC_M_MASK | U_GC_CF_MASK)) != 0) return before;
  if (Among(c, U"ーｰ")) return before == Kind::kKana ? before : Kind::kNeutral;
  if (c == U'〆') return Kind::kKana;
  if (IsHan(c)) return Kind::kHan;
  if ((category & U_GC_N_MASK) != 0) return Kind::kDigit;
  if (IsHiragana(c) || IsKatakana(c)) return Kind::kKana;
  return IsLatin(c) ? Kind::kLatin : Kind::kNeutral;
}

// A sentence, or the part of one that a tag is for.
struct Sentence {
  size_t begin, end;
  MaybeLanguage asked = {};    // of the tag, or of the whole text
  MaybeLanguage decided = {};  // by the Chinese characters and kana that nobody asked about
};

// The languages of one text. Positions are characters.
class TextLanguages {
 public:
  TextLanguages(u32string_view text, const HanHints& hints, Foreign foreign)
      : text_(text),
        hints_(hints),
        foreign_(foreign),
        languages_(text.size()),
        prescribed_(text.size()),
        main_(text.size()) {
    Kind before = Kind::kNeutral;
    for (const char32_t c : text) kinds_.push_back(before = KindOf(c, before));
  }

  // Cuts a stretch of the text into sentences and decides what can be decided within them.
  void AddStretch(size_t begin, size_t end, MaybeLanguage asked) {
    while (begin < end) {
      const u32string_view rest = text_.substr(begin, end - begin);
      const size_t line = std::min(rest.find_first_of(U"\n|"), rest.size() - 1) + 1;
      for (const u32string_view sentence : CutSentences(rest.substr(0, line))) {
        sentences_.push_back({begin, begin + sentence.size(), asked});
        begin += sentence.size();
        DecideLetters(sentences_.back());
      }
    }
  }

  // The language of what has a reading.
  void Prescribe(size_t begin, size_t end, Language language) {
    Fill(begin, end, language);
    std::fill(prescribed_.begin() + begin, prescribed_.begin() + end, true);
  }

  std::vector<Language> Take() {
    DecideByContext();
    for (const Sentence& sentence : sentences_) DecideNeutral(sentence);
    // What is left are sentences of punctuation and the like.
    MaybeLanguage last;
    for (MaybeLanguage& language : languages_) last = language = language ? language : last;
    std::vector<Language> result;
    last = kZh;
    for (size_t i = languages_.size(); i-- > 0;)
      last = languages_[i] = languages_[i].value_or(*last);
    for (const MaybeLanguage& language : languages_) result.push_back(*language);
    return result;
  }

 private:
  void Fill(size_t begin, size_t end, Language language) {
    std::fill(languages_.begin() + begin, languages_.begin() + end, language);
  }

  // The end of the characters from `begin` on that have the property.
  template <typename Property>
  size_t RunEnd(size_t begin, size_t end, Property property) const {
    while (begin < end && property(begin)) ++begin;
    return begin;
  }

  void DecideLetters(Sentence& sentence) {
    const size_t begin = sentence.begin, end = sentence.end;
    const MaybeLanguage asked = sentence.asked;
    if (asked && foreign_ == Foreign::kDrop) return Fill(begin, end, *asked);
    size_t japanese = 0, chinese = 0;
    bool cjk = false;
    for (size_t i = begin; i < end; ++i) {
      const size_t chunk = RunEnd(i, end, [&](size_t k) { return IsCjk(kinds_[k]); });
      if (chunk == i) continue;
      DecideChunk(i, chunk, asked);
      cjk = true;
      for (; i < chunk; ++i) {
        japanese += languages_[i] == kJp;
        chinese += languages_[i] == kZh;
      }
    }
    if (!asked && japanese + chinese > 0) sentence.decided = japanese > chinese ? kJp : kZh;
    if (cjk && foreign_ == Foreign::kDrop) return;
    for (size_t i = begin; i < end; ++i)
      if (kinds_[i] == Kind::kLatin) languages_[i] = kEn;
    FillAddresses(sentence);
  }

  // Addresses are English with their numbers and signs.
  void FillAddresses(const Sentence& sentence) {
    const auto in_address = [&](size_t i) { return text_[i] > ' ' && text_[i] < 0x7f; };
    for (size_t i = sentence.begin; i < sentence.end; ++i) {
      if (!in_address(i) || (i > sentence.begin && in_address(i - 1))) continue;
      const size_t length = AddressLength(text_.substr(i, sentence.end - i));
      Fill(i, i + length, kEn);
    }
  }

  // Chinese and Japanese read units after numbers themselves: 5 kg, 100km/h, $5/kg.
  void TakeUnits(const Sentence& sentence) {
    const auto latin = [&](size_t i) { return kinds_[i] == Kind::kLatin; };
    for (size_t i = sentence.begin + 1; i < sentence.end; ++i) {
      if (!latin(i) || latin(i - 1) || main_[i].value_or(kEn) == kEn || prescribed_[i]) continue;
      const auto is_unit = main_[i] == kJp ? ja::IsUnit : zh::IsUnit;
      const bool spaced = Among(text_[i - 1], U" /") && i - 1 > sentence.begin;
      if (kinds_[i - (spaced ? 2 : 1)] != Kind::kDigit) continue;
      const size_t end = RunEnd(i, sentence.end, latin);
      const bool per = end < sentence.end && text_[end] == '/';
      const size_t per_end = per ? RunEnd(end + 1, sentence.end, latin) : end;
      for (const size_t unit_end : {per_end, end}) {
        if (!is_unit(EncodeUtf8(text_.substr(i, unit_end - i)))) continue;
        std::fill(languages_.begin() + i, languages_.begin() + unit_end, std::nullopt);
        break;
      }
    }
  }

  // Chinese characters and kana without anything between them.
  void DecideChunk(size_t begin, size_t end, MaybeLanguage asked) {
    const auto is = [&](Kind kind) { return [this, kind](size_t i) { return kinds_[i] == kind; }; };
    const bool kana = RunEnd(begin, end, is(Kind::kHan)) < end;
    for (size_t i = begin; i < end;) {
      const size_t han_end = RunEnd(i, end, is(Kind::kHan));
      if (const auto language = LanguageOfHan(text_.substr(i, han_end - i), kana, asked))
        Fill(i, han_end, *language);
      i = RunEnd(han_end, end, is(Kind::kKana));
      Fill(han_end, i, kJp);
    }
  }

  MaybeLanguage LanguageOfHan(u32string_view han, bool beside_kana, MaybeLanguage asked) const {
    if (asked == kZh) return kZh;
    const auto chinese =
        std::ranges::count_if(han, [&](char32_t c) { return hints_.OnlyChinese(c); });
    if (asked == kJp) return chinese > 0 && !beside_kana ? kZh : kJp;
    const auto japanese =
        std::ranges::count_if(han, [&](char32_t c) { return hints_.OnlyJapanese(c); });
    if (chinese > 0 && chinese >= japanese) return kZh;
    if (beside_kana || japanese > 0) return kJp;
    return std::nullopt;
  }

  // Gives Chinese characters the language of the nearest ones of the sentence, else that of the
  // sentences around, else Chinese.
  void DecideByContext() {
    const auto votes = [&](Language language) {
      return std::ranges::count(sentences_, MaybeLanguage(language), &Sentence::decided);
    };
    const Language most = votes(kJp) > votes(kZh) ? kJp : kZh;
    std::vector<MaybeLanguage> next(sentences_.size() + 1);
    for (size_t i = sentences_.size(); i-- > 0;)
      next[i] = sentences_[i].decided ? sentences_[i].decided : next[i + 1];
    MaybeLanguage before;
    for (size_t i = 0; i < sentences_.size(); ++i) {
      const MaybeLanguage after = next[i + 1];
      const bool differ = before && after && before != after;
      const MaybeLanguage around = before ? before : after;
      DecideHan(sentences_[i], differ ? most : around.value_or(kZh));
      if (sentences_[i].decided) before = sentences_[i].decided;
    }
  }

  void DecideHan(const Sentence& sentence, Language otherwise) {
    const size_t size = sentence.end - sentence.begin;
    std::vector<Neighbour> left(size), right(size);
    NeighbourWalk forwards, backwards;
    for (size_t i = 0; i < size; ++i) left[i] = Step(sentence.begin + i, true, forwards);
    for (size_t i = size; i-- > 0;) right[i] = Step(sentence.begin + i, false, backwards);
    const auto open = [&](size_t i) { return kinds_[i] == Kind::kHan && !languages_[i]; };
    for (size_t i = sentence.begin; i < sentence.end; ++i) {
      const size_t end = RunEnd(i, sentence.end, open);
      if (end == i) continue;
      const Neighbour& before = left[i - sentence.begin];
      const Neighbour& after = right[end - 1 - sentence.begin];
      const bool nearer = before.language && (!after.language || before.distance <= after.distance);
      Fill(i, end, (nearer ? before : after).language.value_or(otherwise));
      i = end - 1;
    }
  }

  // The nearest character on one side whose language is Chinese or Japanese.
  struct Neighbour {
    MaybeLanguage language = {};
    size_t distance = 0;
  };

  // Of a walk through a sentence: the neighbour, and those before the brackets that are open.
  struct NeighbourWalk {
    Neighbour nearest = {};
    std::vector<Neighbour> outside = {};
  };

  // Walks past a character. Another clause is far away, and what brackets hold farther from what is
  // around them.
  Neighbour Step(size_t i, bool forwards, NeighbourWalk& walk) const {
    constexpr size_t kClause = 100, kBracket = 1000;
    auto& [nearest, outside] = walk;
    if (IsCjk(kinds_[i]) && languages_[i]) return nearest = {.language = languages_[i]};
    const u32string_view enters = forwards ? kOpening : kClosing;
    const u32string_view leaves = forwards ? kClosing : kOpening;
    if (Among(text_[i], leaves) && !outside.empty()) {
      if (outside.back().language) nearest = outside.back();
      outside.pop_back();
    } else if (Among(text_[i], enters)) {
      outside.push_back(nearest);
      nearest.distance += kBracket;
    }
    nearest.distance += EndsClause(i) ? kClause : 1;
    return nearest;
  }

  // How much of a part of the text is in each language.
  struct Shares {
    size_t english = 0, chinese = 0, japanese = 0;  // words, characters, characters
    size_t others() const { return chinese + japanese; }
  };

  Shares SharesOf(size_t begin, size_t end) const {
    Shares shares;
    for (size_t i = begin; i < end; ++i) {
      shares.chinese += IsCjk(kinds_[i]) && languages_[i] == kZh;
      shares.japanese += IsCjk(kinds_[i]) && languages_[i] == kJp;
      const auto latin = [&](size_t k) {
        return languages_[k] == kEn && kinds_[k] == Kind::kLatin;
      };
      if (!latin(i)) continue;
      const u32string_view word = text_.substr(i, RunEnd(i, end, latin) - i);
      // Names in capitals do not make a text English.
      const auto upper = [](char32_t c) { return u_isupper(static_cast<UChar32>(c)); };
      shares.english += word == U"I" || !std::ranges::all_of(word, upper);
      i += word.size() - 1;
    }
    return shares;
  }

  static MaybeLanguage MainLanguage(const Shares& shares, MaybeLanguage asked) {
    if (asked == kEn || shares.english > shares.others()) return kEn;
    if (asked || shares.others() == 0) return asked;
    return shares.japanese > shares.chinese ? kJp : kZh;
  }

  // Whether a clause ends with this character.
  bool EndsClause(size_t i) const {
    const bool in_number = i > 0 && i + 1 < text_.size() && kinds_[i - 1] == Kind::kDigit &&
                           kinds_[i + 1] == Kind::kDigit && Among(text_[i], U",:");
    return Among(text_[i], U"，、；：,;:") && !in_number;
  }

  // Finds the language of numbers in each clause: what most of it is in, or of the sentence if it
  // is hardly more than a name.
  void FindMainLanguages(const Sentence& sentence) {
    constexpr size_t kEnough = 2;  // words
    const MaybeLanguage whole =
        MainLanguage(SharesOf(sentence.begin, sentence.end), sentence.asked);
    for (size_t i = sentence.begin; i < sentence.end;) {
      const size_t comma = RunEnd(i, sentence.end, [&](size_t k) { return !EndsClause(k); });
      const size_t end = std::min(comma + 1, sentence.end);
      const Shares shares = SharesOf(i, end);
      const bool enough = shares.others() > 0 || shares.english >= kEnough;
      std::fill(main_.begin() + i, main_.begin() + end,
                enough ? MainLanguage(shares, sentence.asked) : whole);
      i = end;
    }
  }

  void DecideNeutral(const Sentence& sentence) {
    FindMainLanguages(sentence);
    TakeUnits(sentence);
    const auto joins = [&](size_t i) {
      return i > sentence.begin && i < sentence.end && !EndsClause(i - 1);
    };
    for (size_t i = sentence.begin; i < sentence.end;) {
      const size_t end =
          RunEnd(i, sentence.end, [&](size_t k) { return !languages_[k] && (k == i || joins(k)); });
      if (end > i)
        DecideNeutral({.begin = i,
                       .end = end,
                       .left = joins(i) ? languages_[i - 1] : std::nullopt,
                       .right = joins(end) ? languages_[end] : std::nullopt});
      i = std::max(end, i + 1);
    }
  }

  // What has no language of its own, and the languages around it.
  struct Neutral {
    size_t begin, end;
    MaybeLanguage left, right;
  };

  void DecideNeutral(const Neutral& run) {
    const size_t number = NumberBegin(run);
    const MaybeLanguage rest = number < run.end ? NumberLanguage(run, number)
                               : run.left       ? run.left
                               : run.right      ? run.right
                                                : main_[run.begin];
    size_t openers = run.end;
    const auto opens = [&](char32_t c) { return IsSpace(c) || Among(c, kOpening); };
    while (openers > run.begin && opens(text_[openers - 1])) --openers;
    openers = RunEnd(openers, run.end, [&](size_t i) { return IsSpace(text_[i]); });
    const auto fill = [&](size_t begin, size_t end, MaybeLanguage language) {
      if (language) Fill(begin, end, *language);
    };
    fill(run.begin, run.end, rest);
    if (number < run.end && run.left) fill(run.begin, number, run.left);
    if (run.right) fill(openers, run.end, run.right);
  }

  // Where the first number of a run begins, with its sign or currency; run.end if there is none.
  size_t NumberBegin(const Neutral& run) const {
    size_t begin = RunEnd(run.begin, run.end, [&](size_t i) { return kinds_[i] != Kind::kDigit; });
    if (begin == run.end) return begin;
    while (begin > run.begin && Among(text_[begin - 1], U"$€£¥￥₩+±#№.-−")) --begin;
    // A hyphen after a word is no sign: GPT-4.
    const bool after_word = begin > 0 && kinds_[begin - 1] == Kind::kLatin;
    return begin + (after_word && Among(text_[begin], U"-−") ? 1 : 0);
  }

  MaybeLanguage NumberLanguage(const Neutral& run, size_t number) const {
    const auto [begin, end, left, right] = run;
    const MaybeLanguage main = main_[number];
    if (left && left == right) return left;
    if (!main) return left ? left : right;
    const auto latin = [&](size_t i) { return kinds_[i] == Kind::kLatin; };
    const size_t before = number - (number > begin && text_[number - 1] == '-' ? 1 : 0);
    const bool in_word = (left == kEn && before == begin && latin(before - 1)) ||
                         (right == kEn && kinds_[end - 1] == Kind::kDigit && latin(end));
    if (main == kJp && in_word) return kEn;
    if (!left || !right || left == main || right == main) return main;
    return left != kEn ? left : right;
  }

  u32string_view text_;
  const HanHints& hints_;
  Foreign foreign_;
  std::vector<Kind> kinds_;
  std::vector<MaybeLanguage> languages_;
  std::vector<bool> prescribed_;
  std::vector<MaybeLanguage> main_;  // of the clause
  std::vector<Sentence> sentences_;
};

// Kana are read in Japanese; pinyin stands for Chinese characters, ARPAbet for letters.
Language LanguageOf(u32string_view word, const std::string& reading) {
  const auto any = [](u32string_view text, Kind kind) {
    return std::ranges::any_of(text, [&](char32_t c) { return KindOf(c, Kind::kNeutral) == kind; });
  };
  if (any(DecodeUtf8(reading), Kind::kKana)) return kJp;
  return any(word, Kind::kHan) ? kZh : kEn;
}

// The byte at which each character begins, and the end.
std::vector<size_t> ByteOffsets(u32string_view text) {
  std::vector<size_t> offsets = {0};
  for (const char32_t c : text)
    offsets.push_back(offsets.back() + (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4));
  return offsets;
}

}  // namespace

MarkedText LanguageFinder::Find(const TaggedPassage& text, Foreign foreign) const {
  const std::u32string characters = DecodeUtf8(text.passage.text);
  const std::vector<size_t> offsets = ByteOffsets(characters);
  const auto character = [&](size_t byte) {
    return static_cast<size_t>(std::ranges::lower_bound(offsets, byte) - offsets.begin());
  };
  TextLanguages finder(characters, hints_, foreign);
  for (size_t i = 0; i < text.stretches.size(); ++i) {
    const bool last = i + 1 == text.stretches.size();
    finder.AddStretch(character(text.stretches[i].begin),
                      last ? characters.size() : character(text.stretches[i + 1].begin),
                      text.stretches[i].language);
  }
  for (const Reading& reading : text.passage.readings) {
    const size_t begin = character(reading.begin), end = character(reading.end);
    const auto word = u32string_view(characters).substr(begin, end - begin);
    finder.Prescribe(begin, end, LanguageOf(word, reading.reading));
  }
  MarkedText result{.passage = text.passage, .runs = {}};
  const std::vector<Language> languages = finder.Take();
  for (size_t i = 0; i < languages.size(); ++i) {
    if (i == 0 || languages[i] != languages[i - 1])
      result.runs.push_back({offsets[i], offsets[i], languages[i]});
    result.runs.back().end = offsets[i + 1];
  }
  if (result.runs.empty())
    result.runs.push_back({0, 0, text.stretches.front().language.value_or(kZh)});
  return result;
}

}  // namespace bv2::text
