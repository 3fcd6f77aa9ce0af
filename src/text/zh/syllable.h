#pragma once

#include <string>
#include <string_view>

namespace bv2::text::zh {

// One character's sound, in the strict scheme of pypinyin: y and w are no initials, finals are
// written in full (iou, uei, uen) and ü as v.
struct Syllable {
  std::string initial;  // "" for a zero initial
  std::string final;    // "" when the reading has no vowel (呣 m2)
  int tone = 0;         // 1..4, 5 neutral; 0 for a character without reading, where initial and
                        // final are both the character itself
  bool operator==(const Syllable&) const = default;
};

// Splits a reading such as "zhong1" or "lv4".
Syllable SplitReading(std::string_view reading);

// A character that has no reading: punctuation, or unknown.
Syllable Unread(char32_t c);

// The spelling under which phones.txt lists the syllable ("you" for the final iou); the tone does
// not matter.
std::string PhonesKey(const Syllable& syllable);

}  // namespace bv2::text::zh
