#include "text/en/normalize.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/parse.h"
#include "text/prepare.h"

namespace bv2::text::en {
namespace {

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsLetter(char c) { return IsUpper(c) || IsLower(c); }
bool IsWordPart(char c) { return IsLetter(c) || c == '\''; }

std::string Lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), ToLower);
  return result;
}

// Quotes, and letters that are not made of a letter and a mark.
std::u32string_view Replacement(char32_t c) {
  switch (c) {
    case U'‘':
    case U'’':
    case U'ʼ':
    case U'`':
    case U'´':
      return U"'";
    case U'。':
    case U'｡':
      return U". ";
    case U'、':
    case U'､':
      return U", ";
    case U'ß':
      return U"ss";
    case U'æ':
      return U"ae";
    case U'œ':
      return U"oe";
    case U'ø':
      return U"o";
    case U'ł':
      return U"l";
    case U'đ':
      return U"d";
    default:
      return {};
  }
}

// Letters → ASCII as far as they are that; the rest stays.
std::string Simplify(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  std::string result;
  for (const char32_t c : DecodeUtf8(text)) {
    if (const auto replacement = Replacement(c); !replacement.empty()) {
      result += EncodeUtf8(replacement);
      continue;
    }
    icu::UnicodeString parts;
    // Only letters lose their marks; the first part of a letter is the letter itself.
    const auto point = static_cast<UChar32>(c);
    const bool split = U_SUCCESS(status) && u_isalpha(point) && nfd->getDecomposition(point, parts);
    AppendUtf8(split ? static_cast<char32_t>(parts.char32At(0)) : c, result);
  }
  return result;
}

// The length of the run at the start of `text` whose characters satisfy `belongs`.
template <typename Belongs>
size_t RunLength(std::string_view text, Belongs belongs) {
  return static_cast<size_t>(std::ranges::find_if_not(text, belongs) - text.begin());
}

// Whether nothing is said after this point.
bool IsEnd(std::string_view rest) { return rest.find_first_not_of(" \t\r\n\"')]") == rest.npos; }

bool CapitalFollows(std::string_view rest) {
  const size_t next = rest.find_first_not_of(' ');
  return next != std::string_view::npos && next > 0 && IsUpper(rest[next]);
}

bool HasVowel(std::string_view word) {
  return word.find_first_of("aeiouy") != std::string_view::npos;
}

// "hmm", "brrr": sounds, not initials.
bool IsDrawnOut(std::string_view word) { return std::ranges::adjacent_find(word) != word.end(); }

bool IsVowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

// Whether consonants and vowels alternate enough to be read as a word: COVID, but not OECD, UNHCR.
bool LooksLikeWord(std::string_view word) {
  constexpr size_t kShortest = 4;
  if (word.size() < kShortest || !HasVowel(word)) return false;
  for (size_t i = 0; i + 1 < word.size(); ++i) {
    const bool end = i + 2 == word.size();
    if (IsVowel(word[i]) == IsVowel(word[i + 1]) && (IsVowel(word[i]) || end)) return false;
    if (!end && !HasVowel(word.substr(i, 3))) return false;
  }
  return true;
}

// "fbi" → "F.B.I."
std::string Initials(std::string_view letters) {
  std::string result;
  for (const char c : letters) {
    result += IsLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    result += '.';
  }
  return result;
}

// Of a text that is nothing but two capitals and marks: the capitals, unless one cries them as a
// word. "IT" and "UP" alone are initials.
std::string_view LoneInitials(std::string_view text) {
  constexpr std::array<std::string_view, 24> kWords = {
      "AM", "AN", "AS", "AT", "BE", "BY", "DO", "GO", "HA", "HE", "HI", "IF",
      "IN", "IS", "ME", "MY", "NO", "OF", "OH", "ON", "OR", "SO", "TO", "WE"};
  const size_t begin = static_cast<size_t>(std::ranges::find_if(text, IsLetter) - text.begin());
  const std::string_view word =
      text.substr(begin, RunLength(text.substr(begin), [](char c) { return IsUpper(c); }));
  const bool alone = std::ranges::none_of(text.substr(begin + word.size()), IsWordPart);
  const bool said = std::ranges::find(kWords, word) != kWords.end();
  return word.size() == 2 && alone && !said ? word : std::string_view();
}

// "BookBrainz" → "Book Brainz"
std::string SplitAtCapitals(std::string_view word) {
  std::string result;
  for (size_t i = 0; i < word.size(); ++i) {
    if (i > 0 && IsLower(word[i - 1]) && IsUpper(word[i])) result += ' ';
    result += word[i];
  }
  return result;
}

// Capitals without a possible ending: "PCs", "NASA's".
std::string_view CapitalsOf(std::string_view word) {
  std::string_view stem = word;
  if (stem.ends_with('s')) stem.remove_suffix(1);
  if (stem.ends_with('\'')) stem.remove_suffix(1);
  return std::ranges::all_of(stem, IsUpper) ? stem : std::string_view();
}

}  // namespace

Normalizer::Normalizer(const std::filesystem::path& data_dir, const Dictionary& dictionary)
    : dictionary_(dictionary),
      abbreviations_(data_dir / "en/abbreviations.txt"),
      addresses_(AddressRules()),
      numbers_(NumberRules()),
      symbols_(SymbolRules()) {}

std::string Normalizer::Normalize(std::string_view text) const {
  std::string result = addresses_.Apply(Simplify(Prepare(text, U' ')));
  const size_t last = result.find_last_not_of(" \t\r\n\"')]");
  const bool stopped = last != std::string::npos && result[last] == '.';
  result = ExpandAbbreviations(result);
  if (std::ranges::any_of(result, [](char c) { return c >= '0' && c <= '9'; }) ||
      result.find_first_of("IVX") != std::string::npos) {
    result = numbers_.Apply(result);
  }
  result = symbols_.Apply(SpellInitials(result));
  const bool ends_in_initials =
      result.size() >= 4 && result.back() == '.' && result[result.size() - 3] == '.';
  if (stopped && ends_in_initials) result += '.';
  return result;
}

bool Normalizer::IsAbbreviation(std::string_view word) const {
  return abbreviations_.Find(Lower(word) + '.').has_value();
}

std::string Normalizer::ExpandAbbreviations(std::string_view text) const {
  std::string result;
  char before = ' ';
  for (std::string_view rest = text; !rest.empty();) {
    const size_t length = IsLetter(before) || before == '\'' || !IsLetter(rest[0])
                              ? 0
                              : RunLength(rest, [](char c) { return IsLetter(c) || c == '.'; });
    const auto fields =
        length > 0 ? abbreviations_.Find(Lower(rest.substr(0, length))) : std::nullopt;
    const size_t taken = fields ? length : std::max<size_t>(length, 1);
    const std::string_view after = rest.substr(taken);
    if (fields) {
      std::string_view words = *fields;
      const bool title = NextField(words) == "title";
      const std::string_view before_name = NextField(words, '/');
      result += words.empty() || CapitalFollows(after) ? before_name : words;
      if (rest[length - 1] == '.' && (IsEnd(after) || (!title && CapitalFollows(after)))) {
        result += '.';
      }
    } else {
      result += rest.substr(0, taken);
    }
    before = rest[taken - 1];
    rest = after;
  }
  return result;
}

// A word as it is to be said: unchanged, as initials, or cut into the words it is made of.
std::string Normalizer::Respell(std::string_view word, std::string_view before,
                                bool shouted) const {
  constexpr size_t kLongestInitials = 5;
  const std::string_view capitals = CapitalsOf(word);
  const std::string key = Lower(capitals.empty() ? word : capitals);
  // "us" and "who" are words, "the US" and "the WHO" are not.
  const bool after_the = before.ends_with("the ") || before.ends_with("The ");
  const bool known =
      dictionary_.Find(key).has_value() && !(after_the && (capitals == "US" || capitals == "WHO"));
  if (known) return std::string(word);
  const bool sayable = capitals.empty() || shouted ? HasVowel(key) : LooksLikeWord(key);
  if (sayable || IsDrawnOut(key) || key.size() < 2 || key.size() > kLongestInitials ||
      key.find('\'') != std::string::npos) {
    return capitals.empty() ? SplitAtCapitals(word) : std::string(word);
  }
  return Initials(key) + (capitals.size() < word.size() && !capitals.empty() ? "'s" : "");
}

std::string Normalizer::SpellInitials(std::string_view text) const {
  std::string result;
  if (const std::string_view lone = LoneInitials(text); !lone.empty()) {
    const auto begin = static_cast<size_t>(lone.data() - text.data());
    const std::string_view after = text.substr(begin + lone.size());
    result = std::string(text.substr(0, begin)) + Initials(lone);
    return result + std::string(after.substr(after.starts_with('.') ? 1 : 0));
  }
  const bool shouted = std::ranges::none_of(text, IsLower);
  for (std::string_view rest = text; !rest.empty();) {
    const size_t length = RunLength(rest, IsWordPart);
    if (length > 0) result += Respell(rest.substr(0, length), result, shouted);
    if (length < rest.size()) result += rest[length];
    rest.remove_prefix(std::min(length + 1, rest.size()));
  }
  return result;
}

}  // namespace bv2::text::en
