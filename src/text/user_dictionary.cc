#include "text/user_dictionary.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "text/characters.h"
#include "text/parse.h"

namespace bv2::text {
namespace {

using std::u32string_view;

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \r";
  const size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

char32_t ToLower(char32_t c) { return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))); }

bool IsUpper(char32_t c) { return u_isupper(static_cast<UChar32>(c)); }
bool IsLatinOrDigit(char32_t c) { return IsLatin(c) || (c >= '0' && c <= '9'); }

// Whether two neighbours belong to one word of a script that spells its words.
bool Joined(char32_t left, char32_t right) {
  return (IsLatinOrDigit(left) && IsLatinOrDigit(right)) || (IsKatakana(left) && IsKatakana(right));
}

// Whether a word ends before `rest`, which follows `last`. The s of Bach's is no part of the word.
bool EndsBefore(u32string_view rest, char32_t last) {
  if (rest.empty()) return true;
  if (!IsLatin(last) || (rest[0] != U'\'' && rest[0] != U'’')) return !Joined(last, rest[0]);
  if (rest.size() < 2 || !IsLatin(rest[1])) return true;
  return ToLower(rest[1]) == U's' && (rest.size() == 2 || !IsLatinOrDigit(rest[2]));
}

// The languages of a character and of what is spoken before and after it.
struct Languages {
  Language own;
  std::optional<Language> left, right;
};

std::vector<Languages> LanguagesOf(u32string_view text, std::span<const LanguageRun> runs) {
  std::vector<Languages> result;
  size_t run = 0, byte = 0;
  for (const char32_t c : text) {
    while (run + 1 < runs.size() && runs[run].end <= byte) ++run;
    result.push_back({.own = runs[run].language, .left = {}, .right = {}});
    if (run > 0) result.back().left = runs[run - 1].language;
    if (run + 1 < runs.size()) result.back().right = runs[run + 1].language;
    byte += EncodeUtf8({&c, 1}).size();
  }
  return result;
}

}  // namespace

UserDictionary::UserDictionary(std::span<const std::filesystem::path> files,
                               const ReadingParser& parser) {
  for (const std::filesystem::path& file : files) AddLines(ReadFile(file), file.string(), parser);
  std::ranges::stable_sort(entries_, {}, &Entry::key);
}

UserDictionary::UserDictionary(std::string_view lines, const ReadingParser& parser,
                               std::string_view name) {
  AddLines(lines, name, parser);
  std::ranges::stable_sort(entries_, {}, &Entry::key);
}

void UserDictionary::AddLines(std::string_view lines, std::string_view name,
                              const ReadingParser& parser) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (lines.starts_with(kByteOrderMark)) lines.remove_prefix(kByteOrderMark.size());
  for (size_t number = 1; !lines.empty(); ++number) {
    const std::string_view line = NextField(lines, '\n');
    try {
      AddLine(line, parser);
    } catch (const Error& error) {
      Fail(error.code(), "{}:{}: {}", name, number, error.what());
    }
  }
}

void UserDictionary::AddLine(std::string_view line, const ReadingParser& parser) {
  if (line.starts_with('#') || Trim(line).find_first_not_of('\t') == line.npos) return;
  if (FindInvalidUtf8(line) != line.npos)
    Fail(ErrorCode::kInvalidArgument, "the line is not UTF-8; save the file as UTF-8");
  std::string_view rest = line;
  const std::string_view word = Trim(NextField(rest, '\t'));
  const std::string_view reading = Trim(NextField(rest, '\t'));
  const std::string_view name = Trim(NextField(rest, '\t'));
  if (word.empty() || reading.empty() || !Trim(rest).empty()) {
    Fail(ErrorCode::kInvalidArgument,
         "'{}' is not a word, a tab and its reading, with perhaps a tab and a language",
         Trim(line));
  }
  const auto language = name.empty() ? parser.LanguageOf(word, reading) : ParseLanguage(name);
  if (!language && !name.empty())
    Fail(ErrorCode::kInvalidArgument, "'{}' is not a language; use ZH, JP or EN", name);
  if (!language) {
    Fail(ErrorCode::kInvalidArgument,
         "'{}' is no reading of '{}'; write pinyin for Chinese characters (yin2 hang2), kana for "
         "Japanese (キョー), ARPAbet for English (R EH1 D)",
         reading, word);
  }
  try {
    parser.Check(word, reading, *language);
  } catch (const Error& error) {
    Fail(error.code(), "the reading '{}' of '{}' is wrong: {}", reading, word, error.what());
  }
  Entry entry{.key = DecodeUtf8(word),
              .word = DecodeUtf8(word),
              .reading = std::string(reading),
              .language = *language,
              .exact = false};
  entry.exact = std::any_of(entry.word.begin() + 1, entry.word.end(), IsUpper);
  std::ranges::transform(entry.key, entry.key.begin(), ToLower);
  entries_.push_back(std::move(entry));
}

// A character of a text.
struct UserDictionary::Place {
  u32string_view text;
  const std::vector<Languages>& languages;  // of each character
  size_t begin;
};

bool UserDictionary::Matches(const Entry& entry, const Place& place) {
  const auto& [text, languages, begin] = place;
  const size_t end = begin + entry.word.size();
  const auto spoken = [&](const Languages& character) {
    return character.own == entry.language ||
           (character.own == Language::kEn &&
            (character.left == entry.language || character.right == entry.language));
  };
  if (std::none_of(languages.begin() + static_cast<std::ptrdiff_t>(begin),
                   languages.begin() + static_cast<std::ptrdiff_t>(end), spoken))
    return false;
  if (entry.exact && text.substr(begin, entry.word.size()) != entry.word) return false;
  if (begin > 0 && Joined(text[begin - 1], text[begin])) return false;
  return EndsBefore(text.substr(end), text[end - 1]);
}

// Among entries for the same letters, capitals that fit come first, then kana for Latin letters.
int UserDictionary::Rank(const Entry& entry) {
  return (entry.exact ? 2 : 0) + (entry.language == Language::kEn ? 0 : 1);
}

std::optional<UserDictionary::Match> UserDictionary::Longest(const Place& place) const {
  const auto& [text, languages, begin] = place;
  std::optional<Match> longest;
  std::span<const Entry> candidates = entries_;
  for (size_t i = begin; i < text.size() && !candidates.empty(); ++i) {
    const size_t depth = i - begin;
    const auto letter = [&](const Entry& entry) {
      return depth < entry.key.size() ? entry.key[depth] : 0;
    };
    const auto range = std::ranges::equal_range(candidates, ToLower(text[i]), {}, letter);
    candidates = {range.begin(), range.end()};
    for (const Entry& entry : candidates) {
      if (entry.key.size() != depth + 1) break;
      const bool outranked =
          longest && longest->length == depth + 1 && Rank(*longest->entry) > Rank(entry);
      if (!outranked && Matches(entry, place)) longest = {depth + 1, &entry};
    }
  }
  return longest;
}

bool UserDictionary::AddTo(MarkedText& marked) const {
  if (entries_.empty()) return false;
  const std::u32string text = DecodeUtf8(marked.passage.text);
  const std::vector<Languages> languages = LanguagesOf(text, marked.runs);
  std::vector<Reading> readings;
  const std::vector<Reading>& given = marked.passage.readings;
  auto next = given.begin();
  size_t byte = 0;  // of the i-th character
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    const auto end = [&] {
      return byte + EncodeUtf8(u32string_view(text).substr(i, length)).size();
    };
    if (next != given.end() && byte >= next->begin) {
      while (end() < next->end) ++length;
      readings.push_back(*next++);
    } else if (const auto match = Longest({text, languages, i})) {
      length = match->length;
      if (next == given.end() || end() <= next->begin)
        readings.push_back({byte, end(), match->entry->reading});
      else
        length = 1;
    }
    byte = end();
    i += length;
  }
  const bool added = readings.size() > given.size();
  marked.passage.readings = std::move(readings);
  return added;
}

}  // namespace bv2::text
