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

}  // namespace

UserDictionary::UserDictionary(std::span<const std::filesystem::path> files,
                               const ReadingParser& parser) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  for (const std::filesystem::path& file : files) {
    const std::string content = ReadFile(file);
    std::string_view rest = content;
    if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
    for (size_t number = 1; !rest.empty(); ++number) {
      const std::string_view line = NextField(rest, '\n');
      try {
        AddLine(line, parser);
      } catch (const Error& error) {
        Fail(error.code(), "{}:{}: {}", file.string(), number, error.what());
      }
    }
  }
  std::ranges::stable_sort(entries_, {}, &Entry::key);
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

bool UserDictionary::Matches(const Entry& entry, u32string_view text, size_t begin,
                             Language language) const {
  const size_t end = begin + entry.word.size();
  if (entry.language != language) return false;
  if (entry.exact && text.substr(begin, entry.word.size()) != entry.word) return false;
  if (begin > 0 && Joined(text[begin - 1], text[begin])) return false;
  return EndsBefore(text.substr(end), text[end - 1]);
}

std::optional<UserDictionary::Match> UserDictionary::Longest(u32string_view text, size_t begin,
                                                             Language language) const {
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
          longest && longest->length == depth + 1 && longest->entry->exact && !entry.exact;
      if (!outranked && Matches(entry, text, begin, language)) longest = {depth + 1, &entry};
    }
  }
  return longest;
}

void UserDictionary::AddTo(Passage& passage, Language language) const {
  if (entries_.empty() || FindInvalidUtf8(passage.text) != std::string::npos) return;
  const std::u32string text = DecodeUtf8(passage.text);
  std::vector<Reading> readings;
  auto given = passage.readings.begin();
  size_t byte = 0;  // of the i-th character
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    const auto bytes = [&] { return EncodeUtf8(u32string_view(text).substr(i, length)).size(); };
    const bool is_given = given != passage.readings.end() && byte >= given->begin;
    const auto match = is_given ? std::nullopt : Longest(text, i, language);
    if (is_given) {
      while (byte + bytes() < given->end) ++length;
      readings.push_back(std::move(*given++));
    } else if (match) {
      length = match->length;
      if (given == passage.readings.end() || byte + bytes() <= given->begin)
        readings.push_back({byte, byte + bytes(), match->entry->reading});
      else
        length = 1;
    }
    byte += bytes();
    i += length;
  }
  passage.readings = std::move(readings);
}

}  // namespace bv2::text
