#include "text/en/arpabet.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/error.h"
#include "text/parse.h"

namespace bv2::text::en {
namespace {

constexpr std::array<std::string_view, 15> kVowels = {
    "AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"};
constexpr std::array<std::string_view, 24> kConsonants = {
    "B",  "CH", "D", "DH", "F",  "G", "HH", "JH", "K", "L", "M", "N",
    "NG", "P",  "R", "S",  "SH", "T", "TH", "V",  "W", "Y", "Z", "ZH"};

bool IsVowel(std::string_view phone) { return std::ranges::find(kVowels, phone) != kVowels.end(); }
bool IsConsonant(std::string_view phone) {
  return std::ranges::find(kConsonants, phone) != kConsonants.end();
}

char ToUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::vector<std::string> Words(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '\t', ' ');
  std::vector<std::string> words;
  for (std::string_view rest = spaced; !rest.empty();) {
    std::string word(NextField(rest));
    std::ranges::transform(word, word.begin(), ToUpper);
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

// A vowel without its stress, and the stress.
struct Stressed {
  std::string_view phone;
  char stress = 0;  // 0: none is given
};

Stressed SplitStress(std::string_view word) {
  if (word.size() < 2 || word.back() < '0' || word.back() > '9') return {word};
  return {word.substr(0, word.size() - 1), word.back()};
}

}  // namespace

std::string ParseArpabet(std::string_view reading) {
  std::string result;
  for (const std::string& word : Words(reading)) {
    const auto [phone, stress] = SplitStress(word);
    if (!IsVowel(phone) && !IsConsonant(phone)) {
      Fail(ErrorCode::kInvalidArgument,
           "'{}' is no phone of ARPAbet; write those of the CMU dictionary with spaces between, "
           "like R EH1 D",
           word);
    }
    if (IsVowel(phone) && (stress < '0' || stress > '2')) {
      Fail(ErrorCode::kInvalidArgument,
           "the vowel '{}' needs its stress: {}1 stressed, {}2 less so, {}0 not", word, phone,
           phone, phone);
    }
    if (IsConsonant(phone) && stress != 0) {
      Fail(ErrorCode::kInvalidArgument, "'{}' is a consonant, which has no stress; write {}", word,
           phone);
    }
    if (!result.empty()) result += ' ';
    result += word;
  }
  if (result.empty()) {
    Fail(ErrorCode::kInvalidArgument, "it has no phones; write ARPAbet like R EH1 D");
  }
  return result;
}

bool LooksLikeArpabet(std::string_view text) {
  const std::vector<std::string> words = Words(text);
  const auto is_phone = [](const std::string& word) {
    const std::string_view phone = SplitStress(word).phone;
    return IsVowel(phone) || IsConsonant(phone);
  };
  const auto is_stressed = [](const std::string& word) {
    const auto [phone, stress] = SplitStress(word);
    return stress != 0 && IsVowel(phone);
  };
  return std::ranges::any_of(words, is_stressed) ||
         (words.size() > 1 && std::ranges::all_of(words, is_phone));
}

}  // namespace bv2::text::en
