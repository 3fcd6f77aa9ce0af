#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bv2::text {

// How a part of a text is to be read, in the way of the text's language: pinyin, kana or ARPAbet.
struct Reading {
  size_t begin = 0, end = 0;  // bytes of the text; not empty
  std::string reading = {};
};

// A text of one language, with the readings that its writer or a dictionary prescribes.
struct Passage {
  std::string text;                    // UTF-8
  std::vector<Reading> readings = {};  // in the order of the text, not overlapping
};

}  // namespace bv2::text
