#include "text/zh/normalize.h"

#include <unicode/uscript.h>

#include <algorithm>

#include "base/log.h"
#include "base/utf8.h"
#include "text/english_phrases.h"
#include "text/marks.h"
#include "text/prepare.h"
#include "text/symbols.h"
#include "text/zh/quantity.h"

namespace bv2::text::zh {
namespace {

bool IsLatin(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsHan(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_HAN && U_SUCCESS(status);
}

// Characters whose dictionary readings are not what is said.
char32_t Respelled(char32_t c) {
  switch (c) {
    case U'〇':
      return U'零';
    case U'嗯':
      return U'恩';
    case U'呣':
      return U'母';
    default:
      return c;
  }
}

// The mark a character is spoken as; 0 when it has none. Full-width forms are ASCII by now. Voices
// have learnt ' for quotes.
char32_t Mark(char32_t c) {
  constexpr std::u32string_view kCommas = U",，:;、()[]{}【】〔〕|";
  constexpr std::u32string_view kStops = U"。\n";
  constexpr std::u32string_view kQuotes = U"“”‘’\"《》〈〉「」『』·•";
  constexpr std::u32string_view kDashes = U"-—–―~〜";
  if (kCommas.find(c) != kCommas.npos) return ',';
  if (kStops.find(c) != kStops.npos) return '.';
  if (kQuotes.find(c) != kQuotes.npos) return '\'';
  if (kDashes.find(c) != kDashes.npos) return '-';
  return IsPunctuation(c) ? c : 0;
}

bool HasDigit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Normalizer::Normalizer(const std::filesystem::path& data_dir)
    : simplifier_(data_dir),
      readings_(data_dir / "zh/pinyin_chars.txt"),
      addresses_(AddressRules()),
      numbers_(NumberRules()),
      signs_(SignRules()) {}

std::string Normalizer::Normalize(std::string_view text) const {
  return EncodeUtf8(KeepSpoken(simplifier_.Simplify(DecodeUtf8(WriteOut(text)))));
}

std::string Normalizer::WriteOut(std::string_view text) const {
  const std::string prepared = Prepare(text, U'，');
  std::string result;
  for (const PhrasePart& part : CutEnglishPhrases(prepared, IsUnit)) {
    result += part.english ? std::string(part.text) : WriteOutPart(part.text);
  }
  return result;
}

std::string Normalizer::WriteOutPart(std::string_view text) const {
  std::string result(text);
  if (text.find_first_of(".@<") != text.npos) result = addresses_.Apply(result);
  if (HasDigit(result)) result = numbers_.Apply(result);
  return signs_.Apply(result);
}

std::u32string Normalizer::KeepSpoken(std::u32string_view text) const {
  std::u32string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const char32_t c = Respelled(text[i]);
    const bool usual = c >= 0x4e00 && c <= 0x9fa5;
    if (usual || (IsHan(c) && readings_.Find(EncodeUtf8({&c, 1})))) {
      result += c;
    } else if (const char32_t mark = Mark(c)) {
      const bool in_word =
          i > 0 && i + 1 < text.size() && IsLatin(text[i - 1]) && IsLatin(text[i + 1]);
      if (!in_word) AppendMark(mark, result);
    } else if (IsHan(c)) {
      LogText("'{}' has no Chinese reading; it is left out", EncodeUtf8({&c, 1}));
    }
  }
  return result;
}

}  // namespace bv2::text::zh
