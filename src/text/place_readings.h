#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/passage.h"

namespace bv2::text {

// Part of a normalised text, in code points, and how it is to be read.
struct PlacedReading {
  size_t begin = 0, end = 0;
  std::string reading = {};
};

struct PlacedPassage {
  std::u32string text;                  // normalised
  std::vector<PlacedReading> readings;  // in the order of the text, not overlapping, not empty
};

struct PlaceOptions {
  std::function<std::string(std::string_view text)> normalize;
  // What stands in for a word while its place is looked for: something that the text does not hold
  // and that normalisation keeps as it is.
  std::function<std::string(std::string_view word)> stand_in;
  // Words keep their number of characters. Else only words that vanish are put back as they were.
  bool by_character = false;
};

// A Chinese character that the text does not hold and that all normalisation keeps.
std::string StandInCharacter(std::string_view text);

// Throws kInvalidArgument unless the readings are for parts of the text, in order.
void CheckReadings(const Passage& passage);

// Normalises a passage as if it had no readings, and finds the parts again that have.
// Throws kInvalidArgument for a reading whose place cannot be told.
PlacedPassage PlaceReadings(const Passage& passage, const PlaceOptions& options);

}  // namespace bv2::text
