#include "text/en/tokens.h"

#include <algorithm>

#include "text/symbols.h"

namespace bv2::text::en {
namespace {

constexpr std::string_view kEllipsis = "…";

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool IsLetter(char c) { return ToLower(c) >= 'a' && ToLower(c) <= 'z'; }
bool IsWordPart(char c) { return IsLetter(c) || c == '\'' || c == '-'; }

std::string Lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), ToLower);
  return result;
}

// The length of "F.B.I." at the start of `text`; 0 when there is only one letter.
size_t InitialsLength(std::string_view text) {
  size_t length = 0;
  while (length + 1 < text.size() && IsLetter(text[length]) && text[length + 1] == '.') length += 2;
  return length >= 4 ? length : 0;
}

bool StartsSentence(const std::vector<Token>& before) {
  return before.empty() || (before.back().kind == Token::Kind::kMark && before.back().text != ",");
}

// The word at the start of `text`, appended as what it is. Returns its length.
size_t CutWord(std::string_view text, std::vector<Token>& tokens) {
  const size_t length =
      static_cast<size_t>(std::ranges::find_if_not(text, IsWordPart) - text.begin());
  const std::string_view word = text.substr(0, length);
  const auto kind =
      word == "A" && !StartsSentence(tokens) ? Token::Kind::kLetters : Token::Kind::kWord;
  if (std::ranges::any_of(word, IsLetter)) {
    tokens.push_back({kind, Lower(word)});
  } else {
    tokens.push_back({Token::Kind::kMark, std::string(word.substr(0, 1))});
  }
  return length;
}

}  // namespace

std::vector<Token> CutTokens(std::string_view norm_text) {
  std::vector<Token> tokens;
  for (std::string_view rest = norm_text; !rest.empty();) {
    size_t length = 1;
    const size_t count = tokens.size();
    if (const size_t initials = InitialsLength(rest)) {
      std::string letters = Lower(rest.substr(0, initials));
      std::erase(letters, '.');
      const bool plural = rest.substr(initials).starts_with("'s");
      tokens.push_back({Token::Kind::kLetters, plural ? letters + "'s" : letters});
      length = initials + (plural ? 2 : 0);
    } else if (IsWordPart(rest[0])) {
      length = CutWord(rest, tokens);
    } else if (rest.starts_with(kEllipsis)) {
      tokens.push_back({Token::Kind::kMark, std::string(kEllipsis)});
      length = kEllipsis.size();
    } else if (IsPunctuation(static_cast<unsigned char>(rest[0]))) {
      tokens.push_back({Token::Kind::kMark, std::string(1, rest[0])});
    }
    const size_t begin = norm_text.size() - rest.size();
    if (tokens.size() > count) tokens.back().extent = {begin, begin + length};
    rest.remove_prefix(length);
  }
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool word_follows = i + 1 < tokens.size() && tokens[i + 1].kind != Token::Kind::kMark;
    if (tokens[i].text == "a" && !word_follows) tokens[i].kind = Token::Kind::kLetters;
  }
  return tokens;
}

}  // namespace bv2::text::en
