#pragma once

#include <cstddef>
#include <vector>

#include "text/passage.h"
#include "text/symbols.h"

namespace bv2::text {

// A part of a text that is spoken in one language: bytes.
struct LanguageRun {
  size_t begin = 0, end = 0;
  Language language = Language::kZh;
  bool operator==(const LanguageRun&) const = default;
};

// A text without tags that knows how each part of it is spoken.
struct MarkedText {
  Passage passage;                // well-formed UTF-8
  std::vector<LanguageRun> runs;  // at least one; they cover the text without a gap
};

// The bytes from `begin` to `end`. A reading that does not lie in between as a whole is dropped.
Passage Part(const Passage& passage, size_t begin, size_t end);
MarkedText Part(const MarkedText& text, size_t begin, size_t end);

}  // namespace bv2::text
