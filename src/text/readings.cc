#include "text/readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/utf8.h"
#include "text/characters.h"
#include "text/en/arpabet.h"
#include "text/ja/kana_reading.h"
#include "text/zh/pinyin_reading.h"

namespace bv2::text {
namespace {

using std::u32string_view;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsWordPart(char32_t c) { return IsLatin(c) || IsDigit(c) || c == '\'' || c == U'’'; }

// Where the run of characters with the property that ends a text begins.
template <typename Property>
size_t RunBegin(u32string_view text, Property property) {
  size_t begin = text.size();
  while (begin > 0 && property(text[begin - 1])) --begin;
  return begin;
}

// Kanji or katakana with the hiragana after them; a Latin word.
size_t JapaneseWordBegin(u32string_view before) {
  const size_t ending = RunBegin(before, IsHiragana);
  const u32string_view stem = before.substr(0, ending);
  const size_t begin =
      std::min({RunBegin(stem, IsHan), RunBegin(stem, IsKatakana),
                ending == before.size() ? RunBegin(stem, IsWordPart) : stem.size()});
  if (begin == ending) {
    Fail(ErrorCode::kInvalidArgument,
         "it stands behind hiragana without kanji; put what it reads in brackets, like [は]{{ワ}}");
  }
  return begin;
}

size_t ChineseWordBegin(u32string_view before, size_t syllables) {
  const size_t characters = before.size() - RunBegin(before, IsHan);
  if (characters < syllables) {
    Fail(ErrorCode::kInvalidArgument,
         "it has {} syllables, but only {} Chinese characters stand before it; write one syllable "
         "for each",
         syllables, characters);
  }
  return before.size() - syllables;
}

// "line 2, character 5" of a place in a text, from 1.
std::string Position(u32string_view before) {
  const auto lines = std::ranges::count(before, U'\n');
  const size_t line_begin = lines == 0 ? 0 : before.rfind(U'\n') + 1;
  return fmt::format("line {}, character {}", lines + 1, before.size() - line_begin + 1);
}

// Moves a text over, character by character, and takes the readings out.
class InlineReadings {
 public:
  InlineReadings(const ReadingParser& parser, u32string_view text) : parser_(parser), text_(text) {}

  Passage Take() {
    while (at_ < text_.size()) {
      if (text_[at_] != U'{' || !TakeReading()) plain_ += text_[at_++];
    }
    Passage passage;
    size_t copied = 0;
    for (const Found& found : found_) {
      passage.text += EncodeUtf8(u32string_view(plain_).substr(copied, found.begin - copied));
      const size_t begin = passage.text.size();
      passage.text += EncodeUtf8(u32string_view(plain_).substr(found.begin, found.length));
      copied = found.begin + found.length;
      passage.readings.push_back({begin, passage.text.size(), found.reading});
    }
    passage.text += EncodeUtf8(u32string_view(plain_).substr(copied));
    return passage;
  }

 private:
  // Characters of plain_.
  struct Found {
    size_t begin, length;
    std::string reading;
  };

  // What stands before the brace since the reading before.
  u32string_view Before() const { return u32string_view(plain_).substr(free_); }

  // What brackets before the brace hold; empty when there are none.
  u32string_view Bracketed() const {
    const u32string_view before = Before();
    const size_t open = before.ends_with(U']') ? before.find_last_of(U"[\n|") : before.npos;
    if (open == before.npos || before[open] != U'[') return {};
    return before.substr(open + 1, before.size() - open - 2);
  }

  // At an opening brace. False when it opens no reading.
  bool TakeReading() {
    const size_t close = text_.find_first_of(U"{}\n|", at_ + 1);
    if (Before().empty() || close == text_.npos || text_[close] != U'}') return false;
    const std::string reading = EncodeUtf8(text_.substr(at_ + 1, close - at_ - 1));
    const std::u32string bracketed(Bracketed());
    const auto word = EncodeUtf8(bracketed.empty() ? Before().substr(Before().size() - 1)
                                                   : u32string_view(bracketed));
    const auto language = parser_.LanguageOf(word, reading);
    if (!language) return false;
    try {
      if (bracketed.empty()) {
        const size_t begin = free_ + parser_.WordBegin(Before(), reading, *language);
        Add({begin, plain_.size() - begin, reading});
      } else {
        parser_.Check(word, reading, *language);
        plain_.resize(plain_.size() - bracketed.size() - 2);
        plain_ += bracketed;
        Add({plain_.size() - bracketed.size(), bracketed.size(), reading});
      }
    } catch (const Error& error) {
      Fail(error.code(),
           "the reading {{{}}} at {} is wrong: {}. If it is no reading, put a space before the {{",
           reading, Position(text_.substr(0, at_)), error.what());
    }
    at_ = close + 1;
    return true;
  }

  void Add(Found found) {
    found_.push_back(std::move(found));
    free_ = plain_.size();
  }

  const ReadingParser& parser_;
  u32string_view text_;
  size_t at_ = 0;         // of text_
  std::u32string plain_;  // the text without readings
  size_t free_ = 0;       // where plain_ goes on after the last reading
  std::vector<Found> found_;
};

}  // namespace

ReadingParser::ReadingParser(const std::filesystem::path& data_dir)
    : syllables_(data_dir / "zh/phones.txt") {}

std::optional<Language> ReadingParser::LanguageOf(std::string_view word,
                                                  std::string_view reading) const {
  const std::u32string characters = DecodeUtf8(word);
  const auto any = [&](auto property) { return std::ranges::any_of(characters, property); };
  const bool japanese = any(IsHan) || any(IsHiragana) || any(IsKatakana);
  if (ja::LooksLikeKana(reading) && (japanese || any(IsWordPart))) return Language::kJp;
  if (any(IsHan) && zh::LooksLikePinyin(reading, syllables_)) return Language::kZh;
  if (!japanese && any(IsWordPart) && en::LooksLikeArpabet(reading)) return Language::kEn;
  return std::nullopt;
}

void ReadingParser::Check(std::string_view word, std::string_view reading,
                          Language language) const {
  switch (language) {
    case Language::kJp:
      ja::ParseKana(reading);
      return;
    case Language::kEn:
      en::ParseArpabet(reading);
      return;
    case Language::kZh:
      break;
  }
  const size_t syllables = zh::ParsePinyin(reading, syllables_).size();
  const std::u32string characters = DecodeUtf8(word);
  if (!std::ranges::all_of(characters, IsHan)) {
    Fail(ErrorCode::kInvalidArgument,
         "pinyin is for Chinese characters only, and '{}' has others; leave them out", word);
  }
  if (characters.size() != syllables) {
    Fail(ErrorCode::kInvalidArgument,
         "it has {} syllables for the {} characters of '{}'; write one syllable for each",
         syllables, characters.size(), word);
  }
}

size_t ReadingParser::WordBegin(u32string_view before, std::string_view reading,
                                Language language) const {
  switch (language) {
    case Language::kZh:
      return ChineseWordBegin(before, zh::ParsePinyin(reading, syllables_).size());
    case Language::kJp:
      ja::ParseKana(reading);
      return JapaneseWordBegin(before);
    case Language::kEn:
      en::ParseArpabet(reading);
      return RunBegin(before, IsWordPart);
  }
  return before.size();
}

Passage ReadingParser::Parse(std::string_view text) const {
  const std::u32string decoded = DecodeUtf8(text);
  if (text.find('{') == text.npos) return {.text = EncodeUtf8(decoded)};
  return InlineReadings(*this, decoded).Take();
}

}  // namespace bv2::text
