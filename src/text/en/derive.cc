#include "text/en/derive.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace bv2::text::en {
namespace {

using Pronunciation = std::optional<std::string>;

// Endings may follow one another: plunder-er-s.
constexpr int kMaxEndings = 3;
constexpr size_t kMinStem = 3;
constexpr size_t kMinCompoundPart = 4;

std::string_view LastPhone(std::string_view phones) {
  return phones.substr(phones.rfind(' ') + 1);  // npos + 1 is the beginning
}

bool IsOneOf(std::string_view phone, std::string_view list) {
  const std::string padded = " " + std::string(phone) + " ";
  return list.find(padded) != std::string_view::npos;
}

std::string_view PastSound(std::string_view stem) {
  const std::string_view last = LastPhone(stem);
  if (IsOneOf(last, " T D ")) return "IH0 D";
  return IsOneOf(last, " P K F TH S SH CH ") ? "T" : "D";
}

struct Ending {
  std::string_view letters;
  std::string_view sound;  // empty: `sound_after` decides
  std::string_view (*sound_after)(std::string_view stem) = nullptr;
  bool alters_stem = true;  // the stem may lose an e, double its last letter or change y to i
};

constexpr std::array kEndings = {
    Ending{"'s", "", PluralSound, false},
    Ending{"s'", "", PluralSound, false},
    Ending{"'ll", "AH0 L", nullptr, false},
    Ending{"'ve", "AH0 V", nullptr, false},
    Ending{"'re", "ER0", nullptr, false},
    Ending{"n't", "AH0 N T", nullptr, false},
    Ending{"'d", "", PastSound, false},
    Ending{"es", "", PluralSound},
    Ending{"s", "", PluralSound, false},
    Ending{"ed", "", PastSound},
    Ending{"ing", "IH0 NG"},
    Ending{"er", "ER0"},
    Ending{"est", "AH0 S T"},
    Ending{"able", "AH0 B AH0 L"},
    Ending{"ly", "L IY0"},
    Ending{"ness", "N AH0 S"},
    Ending{"less", "L AH0 S", nullptr, false},
    Ending{"ful", "F AH0 L"},
    Ending{"ment", "M AH0 N T", nullptr, false},
    Ending{"ship", "SH IH0 P", nullptr, false},
    Ending{"like", "L AY2 K", nullptr, false},
};

// British and American spelling of the same word.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSpellings = {
    {{"our", "or"},
     {"isation", "ization"},
     {"ise", "ize"},
     {"ising", "izing"},
     {"yse", "yze"},
     {"tre", "ter"},
     {"ogue", "og"},
     {"ae", "e"}}};

// What the stem may have been before the ending was put on, likeliest first.
std::vector<std::string> Stems(std::string_view rest, const Ending& ending) {
  std::vector<std::string> stems = {std::string(rest)};
  if (!ending.alters_stem) return stems;
  const bool vowel_follows = std::string_view("aei").find(ending.letters[0]) != std::string::npos;
  if (rest.ends_with('i')) stems.push_back(std::string(rest.substr(0, rest.size() - 1)) + "y");
  if (!vowel_follows) return stems;
  stems.insert(stems.begin(), std::string(rest) + "e");
  if (rest.size() > kMinStem && rest[rest.size() - 1] == rest[rest.size() - 2]) {
    stems.emplace(stems.begin(), rest.substr(0, rest.size() - 1));
  }
  return stems;
}

Pronunciation FindOrDerive(std::string_view word, const FindWord& find, int endings);

Pronunciation WithEnding(std::string_view word, const FindWord& find, int endings) {
  for (const Ending& ending : kEndings) {
    if (!word.ends_with(ending.letters)) continue;
    const std::string_view rest = word.substr(0, word.size() - ending.letters.size());
    if (rest.size() < kMinStem) continue;
    for (const std::string& stem : Stems(rest, ending)) {
      Pronunciation phones = FindOrDerive(stem, find, endings - 1);
      if (!phones) continue;
      const std::string_view sound =
          ending.sound_after ? ending.sound_after(*phones) : ending.sound;
      return phones->append(" ").append(sound);
    }
  }
  return std::nullopt;
}

Pronunciation InOtherSpelling(std::string_view word, const FindWord& find) {
  for (const auto& [british, american] : kSpellings) {
    const size_t begin = word.find(british);
    if (begin == std::string_view::npos || begin == 0) continue;
    std::string other(word);
    if (const auto phones = find(other.replace(begin, british.size(), american))) {
      return std::string(*phones);
    }
  }
  return std::nullopt;
}

Pronunciation FindOrDerive(std::string_view word, const FindWord& find, int endings) {
  if (const auto phones = find(word)) return std::string(*phones);
  if (auto phones = InOtherSpelling(word, find)) return phones;
  if (endings == 0) return std::nullopt;
  return WithEnding(word, find, endings);
}

// The parts of a compound, the first stressed more than the second; longer second parts first.
Pronunciation Compound(std::string_view word, const FindWord& find) {
  if (word.find('\'') != std::string_view::npos) return std::nullopt;
  for (size_t cut = kMinCompoundPart; cut + kMinCompoundPart <= word.size(); ++cut) {
    const auto first = find(word.substr(0, cut));
    if (!first) continue;
    const Pronunciation second = FindOrDerive(word.substr(cut), find, 1);
    if (!second) continue;
    std::string phones = std::string(*first) + " ";
    std::ranges::replace_copy(*second, std::back_inserter(phones), '1', '2');
    return phones;
  }
  return std::nullopt;
}

}  // namespace

std::string_view PluralSound(std::string_view phones) {
  const std::string_view last = LastPhone(phones);
  if (IsOneOf(last, " S Z SH ZH CH JH ")) return "IH0 Z";
  return IsOneOf(last, " P T K F TH ") ? "S" : "Z";
}

Pronunciation Derive(std::string_view word, const FindWord& find) {
  if (auto phones = InOtherSpelling(word, find)) return phones;
  if (auto phones = WithEnding(word, find, kMaxEndings)) return phones;
  return Compound(word, find);
}

}  // namespace bv2::text::en
