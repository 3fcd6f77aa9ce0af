#pragma once

#include <string_view>
#include <vector>

namespace bv2::text {

// A phrase of several English words with what stands between them, or the text between two phrases.
struct PhrasePart {
  std::string_view text;
  bool english;
};

// Cuts a text of another language, so that numbers and signs inside English stay English: "iPhone
// 15 Pro", but not the names and units of 30 km. `is_unit` tells which words after a number are
// units of it. The concatenation is the text.
std::vector<PhrasePart> CutEnglishPhrases(std::string_view text,
                                          bool (*is_unit)(std::string_view word));

}  // namespace bv2::text
