#include "text/zh/syllable.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "base/utf8.h"

namespace bv2::text::zh {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;

constexpr std::array<std::string_view, 21> kInitials = {"zh", "ch", "sh", "b", "p", "m", "f",
                                                        "d",  "t",  "n",  "l", "g", "k", "h",
                                                        "j",  "q",  "x",  "r", "z", "c", "s"};

// Finals shortened after an initial.
constexpr std::array<Spelling, 3> kShortened = {{{"iu", "iou"}, {"ui", "uei"}, {"un", "uen"}}};

// The final of a syllable that begins with y or w.
std::string FinalOfGlide(std::string_view spelling) {
  const std::string_view rest = spelling.substr(1);
  if (spelling[0] == 'w') return fmt::format("{}{}", rest.starts_with('u') ? "" : "u", rest);
  if (rest == "o") return "o";  // 哟
  if (rest.starts_with('u')) return fmt::format("v{}", rest.substr(1));
  return fmt::format("{}{}", rest.starts_with('i') ? "" : "i", rest);
}

std::string FinalAfter(std::string_view initial, std::string_view rest) {
  if (rest.starts_with('u') && (initial == "j" || initial == "q" || initial == "x")) {
    return fmt::format("v{}", rest.substr(1));
  }
  for (const auto& [shortened, full] : kShortened) {
    if (rest == shortened) return std::string(full);
  }
  // m, n, ng, hm, hng and r have no vowel.
  const bool has_vowel = rest.find_first_of("aeiouv") != std::string_view::npos;
  return has_vowel ? std::string(rest) : "";
}

}  // namespace

Syllable SplitReading(std::string_view reading) {
  Syllable result;
  if (!reading.empty() && reading.back() >= '1' && reading.back() <= '5') {
    result.tone = reading.back() - '0';
    reading.remove_suffix(1);
  }
  if (reading.starts_with('y') || reading.starts_with('w')) {
    result.final = FinalOfGlide(reading);
    return result;
  }
  for (const std::string_view initial : kInitials) {
    if (!reading.starts_with(initial)) continue;
    result.initial = initial;
    result.final = FinalAfter(initial, reading.substr(initial.size()));
    return result;
  }
  result.final = reading;
  return result;
}

Syllable Unread(char32_t c) {
  std::string character;
  AppendUtf8(c, character);
  return {.initial = character, .final = character, .tone = 0};
}

std::string PhonesKey(const Syllable& syllable) {
  const std::string& final = syllable.final;
  if (!syllable.initial.empty()) {
    for (const auto& [shortened, full] : kShortened) {
      if (final == full) return fmt::format("{}{}", syllable.initial, shortened);
    }
    return syllable.initial + final;
  }
  if (final == "i" || final == "in" || final == "ing") return fmt::format("y{}", final);
  if (final == "u") return "wu";
  const std::string_view rest = std::string_view(final).substr(final.empty() ? 0 : 1);
  if (final.starts_with('v')) return fmt::format("yu{}", rest);
  if (final.starts_with('i')) return fmt::format("y{}", rest);
  if (final.starts_with('u')) return fmt::format("w{}", rest);
  return final;
}

}  // namespace bv2::text::zh
