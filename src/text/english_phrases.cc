#include "text/english_phrases.h"

#include <algorithm>

namespace bv2::text {
namespace {

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 128; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsWordPart(char c) { return IsLetter(c) || c == '\'' || c == '-'; }

// Without the punctuation around it.
std::string_view Bare(std::string_view token) {
  constexpr std::string_view kMarks = ".,!?;:\"'()[]";
  const size_t begin = std::min(token.find_first_not_of(kMarks), token.size());
  token.remove_prefix(begin);
  return token.substr(0, token.find_last_not_of(kMarks) + 1);
}

bool IsWord(std::string_view token) {
  return token.size() > 1 && IsLetter(token[0]) && std::ranges::all_of(token, IsWordPart);
}

// The part of a run of ASCII from its first to its last word; empty with less than two.
std::string_view PhraseIn(std::string_view run, bool (*is_unit)(std::string_view)) {
  size_t words = 0, begin = 0, end = 0;
  bool after_number = false;
  for (size_t i = 0; i < run.size();) {
    if (IsSpace(run[i])) {
      ++i;
      continue;
    }
    size_t token_end = i;
    while (token_end < run.size() && !IsSpace(run[token_end])) ++token_end;
    const std::string_view word = Bare(run.substr(i, token_end - i));
    if (IsWord(word) && !(after_number && is_unit(word))) {
      if (words++ == 0) begin = static_cast<size_t>(word.data() - run.data());
      end = static_cast<size_t>(word.data() - run.data()) + word.size();
    }
    after_number = !word.empty() && IsDigit(word.back());
    i = token_end;
  }
  return words < 2 ? std::string_view() : run.substr(begin, end - begin);
}

}  // namespace

std::vector<PhrasePart> CutEnglishPhrases(std::string_view text,
                                          bool (*is_unit)(std::string_view word)) {
  std::vector<PhrasePart> parts;
  size_t copied = 0;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && IsAscii(text[end])) ++end;
    const std::string_view phrase = PhraseIn(text.substr(begin, end - begin), is_unit);
    if (!phrase.empty()) {
      const auto at = static_cast<size_t>(phrase.data() - text.data());
      if (at > copied) parts.push_back({text.substr(copied, at - copied), false});
      parts.push_back({phrase, true});
      copied = at + phrase.size();
    }
    begin = std::max(end, begin + 1);
  }
  if (copied < text.size()) parts.push_back({text.substr(copied), false});
  return parts;
}

}  // namespace bv2::text
