#include "text/tokenize/basic_tokenizer.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/error.h"
#include "base/utf8.h"

namespace bv2::text {
namespace {

bool IsSpace(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' ||
         u_charType(static_cast<UChar32>(c)) == U_SPACE_SEPARATOR || c == 0x2028 || c == 0x2029;
}

// Categories C*: control, format, surrogate, private use and unassigned.
bool IsDropped(char32_t c) {
  if (c == 0xfffd) return true;
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
      return true;
    default:
      return false;
  }
}

bool IsIdeograph(char32_t c) {
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) ||
         (c >= 0x20000 && c <= 0x2a6df) || (c >= 0x2a700 && c <= 0x2b73f) ||
         (c >= 0x2b740 && c <= 0x2b81f) || (c >= 0x2b820 && c <= 0x2ceaf) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x2f800 && c <= 0x2fa1f);
}

// Unlike Unicode, BERT counts all visible ASCII that is no letter or digit.
bool IsPunctuationMark(char32_t c) {
  if (c < 0x80) return c > 0x20 && c < 0x7f && !u_isalnum(static_cast<UChar32>(c));
  return u_ispunct(static_cast<UChar32>(c));
}

// Lower-cases character by character (so a final sigma stays σ) and strips non-spacing marks.
std::u32string FoldCaseAndAccents(std::u32string_view text) {
  icu::UnicodeString lowered;
  for (const char32_t c : text) {
    icu::UnicodeString one(static_cast<UChar32>(c));
    lowered.append(one.toLower(icu::Locale::getRoot()));
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString decomposed =
      icu::Normalizer2::getNFDInstance(status)->normalize(lowered, status);
  if (U_FAILURE(status)) {
    Fail(ErrorCode::kInternal, "ICU could not decompose a text: {}", u_errorName(status));
  }
  std::u32string result;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) result.push_back(static_cast<char32_t>(c));
  }
  return result;
}

// Collects characters into words.
class WordList {
 public:
  void Add(char32_t c) { word_.push_back(c); }
  void EndWord() {
    if (!word_.empty()) words_.push_back(std::move(word_));
    word_.clear();
  }
  void AddAlone(char32_t c) {
    EndWord();
    Add(c);
    EndWord();
  }
  std::vector<std::u32string> Take() {
    EndWord();
    return std::move(words_);
  }

 private:
  std::vector<std::u32string> words_;
  std::u32string word_;
};

}  // namespace

std::vector<std::u32string> BasicTokens(std::string_view text, bool lower_case) {
  WordList rough;
  for (const char32_t c : DecodeUtf8(text)) {
    if (IsSpace(c)) {
      rough.EndWord();
    } else if (IsDropped(c)) {
      continue;
    } else if (IsIdeograph(c)) {
      rough.AddAlone(c);
    } else {
      rough.Add(c);
    }
  }
  WordList words;
  for (std::u32string& word : rough.Take()) {
    for (const char32_t c : lower_case ? FoldCaseAndAccents(word) : std::move(word)) {
      if (IsPunctuationMark(c)) {
        words.AddAlone(c);
      } else if (IsSpace(c)) {
        words.EndWord();
      } else {
        words.Add(c);
      }
    }
    words.EndWord();
  }
  return words.Take();
}

}  // namespace bv2::text
