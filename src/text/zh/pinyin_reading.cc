#include "text/zh/pinyin_reading.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <string>

#include "base/error.h"
#include "base/utf8.h"

namespace bv2::text::zh {
namespace {

constexpr int kNeutral = 5;

// A syllable as written; what is no letter of pinyin stays in it, to be shown in errors.
struct Spelled {
  std::string letters;
  int tone = 0;         // 0: none is given
  bool marked = false;  // by a mark, not a digit
};

std::u32string Decompose(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return DecodeUtf8(text);
  std::string result;
  return DecodeUtf8(
      nfd->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(result));
}

// 0 for what is no tone mark.
int ToneOfMark(char32_t c) {
  switch (c) {
    case U'\u0304':
      return 1;
    case U'\u0301':
      return 2;
    case U'\u030c':
    case U'\u0306':  // a breve is often typed for a caron
      return 3;
    case U'\u0300':
      return 4;
    default:
      return 0;
  }
}

bool IsSeparator(char32_t c) {
  return std::u32string_view(U" \t\u3000'’-·").find(c) != std::u32string_view::npos;
}

std::vector<Spelled> CutSyllables(std::string_view reading) {
  constexpr char32_t kDiaeresis = U'\u0308';
  std::vector<Spelled> result(1);
  for (const char32_t c : Decompose(reading)) {
    Spelled& last = result.back();
    if (IsSeparator(c)) {
      if (!last.letters.empty()) result.emplace_back();
    } else if (const int tone = ToneOfMark(c)) {
      last.tone = tone;
      last.marked = true;
    } else if (c >= U'0' && c <= U'9' && !last.letters.empty()) {
      last.tone = static_cast<int>(c - U'0');
      result.emplace_back();
    } else if ((c == kDiaeresis || c == U':') && last.letters.ends_with('u')) {
      last.letters.back() = 'v';
    } else {
      AppendUtf8(c >= U'A' && c <= U'Z' ? c + ('a' - 'A') : c, last.letters);
    }
  }
  if (result.back().letters.empty()) result.pop_back();
  return result;
}

// The spelling of dictionaries.
std::string Canonical(const std::string& letters) {
  if (letters == "r") return "er";  // 花儿 hua1 r5
  if (letters == "lue" || letters == "nue") return letters.substr(0, 1) + "ve";
  return letters;
}

bool Exists(const std::string& letters, const SortedTable& phones) {
  const bool latin = std::ranges::all_of(letters, [](char c) { return c >= 'a' && c <= 'z'; });
  return latin && phones.Find(PhonesKey(SplitReading(letters))).has_value();
}

bool IsMarked(const Spelled& syllable) { return syllable.marked; }

}  // namespace

std::vector<Syllable> ParsePinyin(std::string_view reading, const SortedTable& phones) {
  const std::vector<Spelled> spelled = CutSyllables(reading);
  const bool marked = std::ranges::any_of(spelled, IsMarked);
  std::vector<Syllable> result;
  for (const auto& [letters, given, by_mark] : spelled) {
    const std::string spelling = Canonical(letters);
    const int tone = given == 0 && marked && !by_mark ? kNeutral : given;
    if (!Exists(spelling, phones)) {
      Fail(ErrorCode::kInvalidArgument,
           "'{}' is no syllable of pinyin; write each with its tone and a space between, like "
           "yin2 hang2",
           letters);
    }
    if (tone < 1 || tone > kNeutral) {
      Fail(ErrorCode::kInvalidArgument,
           "'{}' has no tone from 1 to 5; write it behind the syllable, like {}1, with 5 for the "
           "neutral one",
           letters, letters);
    }
    result.push_back(SplitReading(spelling));
    result.back().tone = tone;
  }
  if (result.empty()) {
    Fail(ErrorCode::kInvalidArgument, "it has no syllables; write pinyin like yin2 hang2");
  }
  return result;
}

bool LooksLikePinyin(std::string_view text, const SortedTable& phones) {
  const std::vector<Spelled> spelled = CutSyllables(text);
  const auto latin = [](const Spelled& syllable) {
    return std::ranges::all_of(syllable.letters, [](char c) { return c >= 'a' && c <= 'z'; });
  };
  const auto meant = [](const Spelled& syllable) {
    return syllable.tone != 0 && syllable.letters.find_first_of("aeiouv") != std::string::npos;
  };
  const auto lacks_tone = [&](const Spelled& syllable) {
    return syllable.letters.size() > 1 && Exists(syllable.letters, phones);
  };
  return !spelled.empty() && std::ranges::all_of(spelled, latin) &&
         (std::ranges::any_of(spelled, meant) || std::ranges::all_of(spelled, lacks_tone));
}

}  // namespace bv2::text::zh
