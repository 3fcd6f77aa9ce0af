#include "text/en/upstream.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/error.h"
#include "base/utf8.h"
#include "text/en/expand_numbers.h"

namespace bv2::text::en {
namespace {

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// Unicode's white space as Python sees it: with the four separators of ASCII.
bool IsPythonSpace(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) || (c >= 0x1c && c <= 0x1f);
}

bool IsSeparator(char32_t c) {
  return std::u32string_view(U",;.-?!+").find(c) != std::u32string_view::npos || IsPythonSpace(c);
}

// The length in bytes of the character that starts at `begin`; 1 for ill-formed bytes.
size_t CharacterLength(std::string_view text, size_t begin) {
  size_t end = begin + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return end - begin;
}

std::u32string Decompose(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = icu::Normalizer2::getNFDInstance(status)->normalize(
      icu::UnicodeString::fromUTF8(text), status);
  if (U_FAILURE(status)) {
    Fail(ErrorCode::kInternal, "ICU could not decompose a text: {}", u_errorName(status));
  }
  std::string utf8;
  return DecodeUtf8(decomposed.toUTF8String(utf8));
}

std::string KeepLetters(std::string_view text) {
  std::string kept;
  for (const char32_t c : Decompose(text)) {
    if (c == U'\'' && kept.ends_with("'''")) continue;  // TweetTokenizer cuts long runs to three
    if (c >= 'A' && c <= 'Z') {
      kept += static_cast<char>(c - 'A' + 'a');
    } else if (c < 0x80 &&
               (IsLetter(static_cast<char>(c)) ||
                std::string_view(" '.,?!-").find(static_cast<char>(c)) != std::string_view::npos)) {
      kept += static_cast<char>(c);
    }
  }
  return kept;
}

// The length of the word at the start of `text`, or 1 for a mark. Apostrophes and hyphens belong to
// a word when letters are on both ends.
size_t TokenLength(std::string_view text) {
  if (!IsLetter(text[0])) return 1;
  const auto run_end =
      std::ranges::find_if_not(text, [](char c) { return IsLetter(c) || c == '\'' || c == '-'; });
  size_t length = static_cast<size_t>(run_end - text.begin());
  while (!IsLetter(text[length - 1])) --length;
  return length;
}

}  // namespace

std::vector<std::string_view> SplitPieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  size_t begin = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t length = CharacterLength(text, i);
    if (IsSeparator(DecodeUtf8(text.substr(i, length))[0])) {
      if (i > begin) pieces.push_back(text.substr(begin, i - begin));
      pieces.push_back(text.substr(i, length));
      begin = i + length;
    }
    i += length;
  }
  if (begin < text.size()) pieces.push_back(text.substr(begin));
  return pieces;
}

std::string DictionaryKey(std::string_view piece) {
  std::string key;
  icu::UnicodeString::fromUTF8(piece).toUpper(icu::Locale::getRoot()).toUTF8String(key);
  std::ranges::transform(key, key.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return key;
}

std::vector<std::string> CutLikeG2pEn(std::string_view piece) {
  const std::string letters = KeepLetters(ExpandNumbers(piece));
  std::vector<std::string> tokens;
  for (std::string_view rest = letters; !rest.empty();) {
    const size_t length = TokenLength(rest);
    if (rest[0] != ' ') tokens.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  return tokens;
}

}  // namespace bv2::text::en
