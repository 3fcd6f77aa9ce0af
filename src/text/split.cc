#include "text/split.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/utf8.h"

namespace bv2::text {
namespace {

using std::u32string_view;

// They end a sentence wherever they stand, …
constexpr u32string_view kFullMarks = U"。｡！？…‼⁇⁈⁉";
// … these unless a letter or digit follows: 3.14, example.com, page?a=1.
constexpr u32string_view kAsciiMarks = U".!?．";
constexpr u32string_view kClosers = U"”’」』）)］]】》〉｝}";
constexpr u32string_view kCommas = U"，、；：,;:､";

// Abbreviations that stand before a name or number.
constexpr std::array<u32string_view, 16> kTitles = {U"mr", U"mrs", U"ms",  U"dr",  U"prof", U"st",
                                                    U"jr", U"sr",  U"gen", U"col", U"capt", U"rev",
                                                    U"no", U"vol", U"fig", U"vs"};

bool Among(char32_t c, u32string_view set) { return set.find(c) != u32string_view::npos; }
bool IsSpace(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)); }
bool IsDigit(char32_t c) { return u_isdigit(static_cast<UChar32>(c)); }
bool IsMark(char32_t c) { return Among(c, kFullMarks) || Among(c, kAsciiMarks); }
bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// Accents, variation selectors and the like belong to the character before.
bool IsAttached(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
}

u32string_view Trim(u32string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

u32string_view LastWord(u32string_view text) {
  size_t begin = text.size();
  while (begin > 0 && IsAsciiLetter(text[begin - 1])) --begin;
  return text.substr(begin);
}

// Whether the dot after `before` belongs to what precedes it: an abbreviation, an initial (the
// words of "U.S.", "p.m."), the number of a list's item.
bool IsAbbreviation(u32string_view before) {
  const u32string_view word = LastWord(before);
  if (word.empty()) {
    const u32string_view number = Trim(before);
    return !number.empty() && std::ranges::all_of(number, IsDigit);
  }
  std::u32string lower(word);
  for (char32_t& c : lower) c |= 0x20;
  return word.size() == 1 || std::ranges::find(kTitles, lower) != kTitles.end();
}

// Walks over the sentences of a text.
class SentenceCutter {
 public:
  explicit SentenceCutter(u32string_view text) : text_(text) {}

  // The end of the sentence that starts at `begin`.
  size_t End(size_t begin) const {
    for (size_t i = begin; i < text_.size(); ++i) {
      if (!IsMark(text_[i])) continue;
      const size_t marks = i;
      while (i < text_.size() && IsMark(text_[i])) ++i;
      const size_t after = SkipClosers(begin, i);
      if (IsEnd({.begin = begin, .marks = marks, .closers = i, .after = after})) return after;
      i = after - 1;
    }
    return text_.size();
  }

 private:
  // A possible end: marks, then closing quotes, then the rest.
  struct Place {
    size_t begin, marks, closers, after;
  };

  bool IsEnd(const Place& place) const {
    if (place.after == text_.size()) return true;
    const char32_t next = text_[place.after];
    const bool quoted = place.after > place.closers;
    if (quoted && (next == U'と' || next == U'っ')) return false;  // 「…。」と言った
    if (quoted && IsSpace(next) && LowerFollows(place.after)) return false;  // "Stop!" he said
    const u32string_view marks = text_.substr(place.marks, place.closers - place.marks);
    if (std::ranges::any_of(marks, [](char32_t c) { return Among(c, kFullMarks); })) return true;
    if (IsAsciiLetter(next) || IsDigit(next) || Among(next, U"/=&-_,;:")) return false;
    return marks != U"." || !IsAbbreviation(text_.substr(place.begin, place.marks - place.begin));
  }

  bool LowerFollows(size_t i) const {
    while (i < text_.size() && IsSpace(text_[i])) ++i;
    return i < text_.size() && text_[i] >= 'a' && text_[i] <= 'z';
  }

  // A straight quote closes if the sentence has opened one.
  size_t SkipClosers(size_t begin, size_t i) const {
    const auto opened = [&](char32_t quote) {
      return std::ranges::count(text_.substr(begin, i - begin), quote) % 2 == 1;
    };
    while (i < text_.size() &&
           (Among(text_[i], kClosers) || (Among(text_[i], U"\"'") && opened(text_[i]))))
      ++i;
    return i;
  }

  u32string_view text_;
};

// Where to cut a text that is longer than `limit`: after a comma, at a space, or anywhere.
size_t CutPosition(u32string_view text, size_t limit) {
  for (size_t i = limit; i > 0; --i) {
    const bool in_number = i < text.size() && IsDigit(text[i]);
    if (Among(text[i - 1], kCommas) && !in_number) return i;
  }
  for (size_t i = limit; i > 0; --i)
    if (IsSpace(text[i])) return i;
  size_t i = limit;
  while (i > 1 && IsAttached(text[i])) --i;
  return IsAttached(text[i]) ? limit : i;
}

// Appends the pieces of a slice.
class PieceList {
 public:
  // What is not cut: characters of the text, in order.
  struct Whole {
    size_t begin, end;
  };

  PieceList(u32string_view text, std::vector<Whole> wholes, size_t max_characters)
      : text_(text), rest_(text), wholes_(std::move(wholes)), limit_(max_characters) {}

  void AddSlice(u32string_view slice, Break before) {
    slice = Trim(slice);
    if (slice.size() <= limit_) return Add(slice, before);
    size_t begin = 0, end = 0;
    for (const u32string_view sentence : CutSentences(slice)) {
      end += sentence.size();
      if (end < slice.size() && WholeAround(slice, end) != nullptr) continue;
      AddSentence(slice.substr(begin, end - begin), before);
      before = Break::kSentence;
      begin = end;
    }
  }

  std::vector<Piece> Take() { return std::move(pieces_); }

 private:
  void AddSentence(u32string_view sentence, Break before) {
    sentence = Trim(sentence);
    while (sentence.size() > limit_) {
      size_t end = CutPosition(sentence, limit_);
      if (const Whole* whole = WholeAround(sentence, end)) {
        const size_t first = Offset(sentence);
        end = (whole->begin > first ? whole->begin : whole->end) - first;
        if (end >= sentence.size()) break;
      }
      Add(Trim(sentence.substr(0, end)), before);
      sentence = Trim(sentence.substr(end));
      before = Break::kClause;
    }
    Add(sentence, before);
  }

  size_t Offset(u32string_view part) const {
    return static_cast<size_t>(part.data() - text_.data());
  }

  // What is not cut although `end` characters of `part` end within it; null if there is nothing.
  const Whole* WholeAround(u32string_view part, size_t end) const {
    const size_t at = Offset(part) + end;
    const auto found = std::ranges::upper_bound(wholes_, at, {}, &Whole::end);
    return found != wholes_.end() && found->begin < at ? &*found : nullptr;
  }

  void Add(u32string_view text, Break before) {
    if (text.empty()) return;
    const auto skipped = static_cast<size_t>(text.data() - rest_.data());
    const size_t begin = byte_ + EncodeUtf8(rest_.substr(0, skipped)).size();
    pieces_.push_back({.text = EncodeUtf8(text), .begin = begin, .before = before});
    byte_ = begin + pieces_.back().text.size();
    rest_.remove_prefix(skipped + text.size());
  }

  u32string_view text_;
  u32string_view rest_;  // after the last piece
  size_t byte_ = 0;      // where it begins
  std::vector<Whole> wholes_;
  size_t limit_;
  std::vector<Piece> pieces_;
};

// The parts that have readings.
std::vector<PieceList::Whole> WholesOf(const Passage& passage) {
  const std::string_view text = passage.text;
  std::vector<PieceList::Whole> wholes;
  size_t byte = 0, character = 0;
  const auto characters_until = [&](size_t end) {
    character += DecodeUtf8(text.substr(byte, end - byte)).size();
    byte = end;
    return character;
  };
  for (const Reading& reading : passage.readings) {
    const size_t begin = characters_until(reading.begin);
    wholes.push_back({begin, characters_until(reading.end)});
  }
  return wholes;
}

}  // namespace

size_t MaxPieceCharacters(const MarkedText& text) {
  size_t english = 0;
  for (const LanguageRun& run : text.runs)
    if (run.language == Language::kEn) english += run.end - run.begin;
  const bool most = english > text.passage.text.size() / 2;
  return MaxPieceCharacters(most ? Language::kEn : Language::kZh);
}

std::vector<u32string_view> CutSentences(u32string_view text) {
  std::vector<u32string_view> sentences;
  const SentenceCutter cutter(text);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = cutter.End(begin);
    sentences.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return sentences;
}

void CutOpening(const Passage& passage, size_t min_characters, std::vector<Piece>& pieces) {
  if (pieces.empty()) return;
  Piece& opening = pieces.front();
  const std::u32string text = DecodeUtf8(opening.text);
  const auto in_reading = [&](size_t byte) {
    return std::ranges::any_of(passage.readings, [byte](const Reading& reading) {
      return reading.begin < byte && byte < reading.end;
    });
  };
  const SentenceCutter cutter(text);
  size_t sentence_end = cutter.End(0);
  for (size_t i = 1; i < text.size(); ++i) {
    const bool ends = i == sentence_end;
    if (ends) sentence_end = cutter.End(i);
    const bool comma =
        Among(text[i - 1], kCommas) && !IsDigit(text[i]) && !Among(text[i], kClosers);
    if (!(ends || comma) || i < min_characters || text.size() - i < min_characters) continue;
    const std::string clause = EncodeUtf8(u32string_view(text).substr(0, i));
    const std::string rest = EncodeUtf8(Trim(u32string_view(text).substr(i)));
    const size_t rest_begin = opening.begin + opening.text.size() - rest.size();
    if (rest.empty() || in_reading(opening.begin + clause.size())) continue;
    opening.text = clause;
    pieces.insert(pieces.begin() + 1,
                  {.text = rest, .begin = rest_begin, .before = Break::kClause});
    return;
  }
}

std::vector<Piece> CutPieces(std::string_view text, size_t max_characters) {
  return CutPieces(Passage{.text = std::string(text)}, max_characters);
}

std::vector<Piece> CutPieces(const Passage& passage, size_t max_characters) {
  BV2_CHECK(max_characters > 0, "pieces of at most 0 characters; it must be 1 or more");
  const std::u32string decoded = DecodeUtf8(passage.text);
  PieceList pieces(decoded, WholesOf(passage), max_characters);
  u32string_view rest = decoded;
  while (!rest.empty()) {
    // The separators before the slice: which, and how many line ends.
    Break before = Break::kSlice;
    size_t lines = 0, i = 0;
    for (; i < rest.size() && (rest[i] == '|' || IsSpace(rest[i])); ++i) {
      lines += rest[i] == '\n';
      if (lines > 1 || rest.substr(i).starts_with(U"||")) before = Break::kParagraph;
    }
    rest.remove_prefix(i);
    const size_t end = std::min(rest.find_first_of(U"|\n"), rest.size());
    pieces.AddSlice(rest.substr(0, end), before);
    rest.remove_prefix(end);
  }
  return pieces.Take();
}

}  // namespace bv2::text
