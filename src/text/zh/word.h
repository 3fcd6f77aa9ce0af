#pragma once

#include <string>
#include <vector>

namespace bv2::text::zh {

// A word of a sentence with its part of speech in jieba's tags ("n", "v", "x" for punctuation …).
struct Word {
  std::u32string text;
  std::string tag;
  bool operator==(const Word&) const = default;
};

}  // namespace bv2::text::zh
