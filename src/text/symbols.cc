#include "text/symbols.h"

#include <algorithm>

namespace bv2::text {
namespace {

// Chinese, Japanese and English phones in byte order, between the pad and the punctuation.
constexpr size_t kFirstPhone = 1;
constexpr size_t kFirstPunctuation = 103;

}  // namespace

constexpr std::array<std::string_view, kSymbolCount> kSymbols = {
    "_",  "AA",  "E",   "EE",   "En",  "N",  "OO", "V",  "a",   "a:",   "aa",  "ae",  "ah", "ai",
    "an", "ang", "ao",  "aw",   "ay",  "b",  "by", "c",  "ch",  "d",    "dh",  "dy",  "e",  "e:",
    "eh", "ei",  "en",  "eng",  "er",  "ey", "f",  "g",  "gy",  "h",    "hh",  "hy",  "i",  "i0",
    "i:", "ia",  "ian", "iang", "iao", "ie", "ih", "in", "ing", "iong", "ir",  "iu",  "iy", "j",
    "jh", "k",   "ky",  "l",    "m",   "my", "n",  "ng", "ny",  "o",    "o:",  "ong", "ou", "ow",
    "oy", "p",   "py",  "q",    "r",   "ry", "s",  "sh", "t",   "th",   "ts",  "ty",  "u",  "u:",
    "ua", "uai", "uan", "uang", "uh",  "ui", "un", "uo", "uw",  "v",    "van", "ve",  "vn", "w",
    "x",  "y",   "z",   "zh",   "zy",  "!",  "?",  "…",  ",",   ".",    "'",   "-",   "SP", "UNK"};

static_assert(kSymbols[kFirstPunctuation] == "!");
static_assert(std::is_sorted(kSymbols.begin() + kFirstPhone, kSymbols.begin() + kFirstPunctuation));

std::optional<int64_t> SymbolId(std::string_view symbol) {
  const auto phones_end = kSymbols.begin() + kFirstPunctuation;
  auto found = std::lower_bound(kSymbols.begin() + kFirstPhone, phones_end, symbol);
  if (found == phones_end || *found != symbol) {
    if (symbol == kPad) return kBlankId;
    found = std::find(phones_end, kSymbols.end(), symbol);
    if (found == kSymbols.end()) return std::nullopt;
  }
  return found - kSymbols.begin();
}

bool IsPunctuation(char32_t code_point) {
  return std::u32string_view(U"!?…,.'-").find(code_point) != std::u32string_view::npos;
}

std::string_view LanguageName(Language language) {
  switch (language) {
    case Language::kZh:
      return "ZH";
    case Language::kJp:
      return "JP";
    case Language::kEn:
      return "EN";
  }
  return "";
}

std::optional<Language> ParseLanguage(std::string_view name) {
  if (name == "ZH" || name == "zh") return Language::kZh;
  if (name == "JP" || name == "jp" || name == "JA" || name == "ja") return Language::kJp;
  if (name == "EN" || name == "en") return Language::kEn;
  return std::nullopt;
}

}  // namespace bv2::text
