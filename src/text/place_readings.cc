#include "text/place_readings.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"

namespace bv2::text {
namespace {

using std::u32string_view;

struct Place {
  size_t begin, end;
};

// The normalised text as it would be if each word were normalised on its own, and their places.
struct Expected {
  std::u32string text;
  std::vector<Place> places;
};

size_t CommonPrefix(u32string_view a, u32string_view b) {
  return static_cast<size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

size_t CommonSuffix(u32string_view a, u32string_view b) {
  size_t length = 0;
  while (length < a.size() && length < b.size() &&
         a[a.size() - 1 - length] == b[b.size() - 1 - length])
    ++length;
  return length;
}

// Finds the places of readings in a text.
class Placer {
 public:
  Placer(const Passage& passage, const PlaceOptions& options)
      : passage_(passage), options_(options), text_(Normalize(passage.text)) {
    size_t before = 0;
    for (const Reading& reading : passage.readings) {
      BV2_CHECK(before <= reading.begin && reading.begin < reading.end &&
                    reading.end <= passage.text.size(),
                "the reading '{}' is for bytes {} to {} of a text of {}, the one before ends at {}",
                reading.reading, reading.begin, reading.end, passage.text.size(), before);
      before = reading.end;
    }
  }

  PlacedPassage Find() const {
    const auto together = Expect(passage_.readings);
    std::vector<Place> places;
    for (size_t i = 0; i < passage_.readings.size(); ++i) {
      auto place = together ? Align(*together, i) : std::nullopt;
      // Normalisation took the words around this one for something else without it.
      if (!place)
        if (const auto alone = Expect({&passage_.readings[i], 1})) place = Align(*alone, 0);
      if (!place || (!places.empty() && place->begin < places.back().end)) {
        Fail(ErrorCode::kInvalidArgument,
             "the reading '{}' of '{}' has no place, because the words around it are written out "
             "in another way; put brackets around all that it reads, or write numbers and signs "
             "beside it as words",
             passage_.readings[i].reading, Word(passage_.readings[i]));
      }
      places.push_back(*place);
    }
    return Assemble(places);
  }

 private:
  std::u32string Normalize(std::string_view text) const {
    return DecodeUtf8(options_.normalize(text));
  }

  std::string_view Word(const Reading& reading) const {
    return std::string_view(passage_.text).substr(reading.begin, reading.end - reading.begin);
  }

  // nullopt when normalisation does not keep what stands in for the words.
  std::optional<Expected> Expect(std::span<const Reading> readings) const {
    const std::string_view text = passage_.text;
    std::string marked;
    size_t copied = 0;
    for (const Reading& reading : readings) {
      marked += text.substr(copied, reading.begin - copied);
      marked += options_.stand_in(Word(reading));
      copied = reading.end;
    }
    marked += text.substr(copied);
    const std::u32string normalized = Normalize(marked);
    Expected result;
    copied = 0;
    for (const Reading& reading : readings) {
      const std::u32string stand_in = DecodeUtf8(options_.stand_in(Word(reading)));
      const size_t found = normalized.find(stand_in, copied);
      if (found == normalized.npos) return std::nullopt;
      result.text.append(normalized, copied, found - copied);
      const size_t begin = result.text.size();
      result.text += Normalize(Word(reading));
      result.places.push_back({begin, result.text.size()});
      copied = found + stand_in.size();
    }
    result.text.append(normalized, copied);
    return result;
  }

  // Where the i-th expected place is in the text, if all up to it, or all from it on, or all around
  // it is as expected.
  std::optional<Place> Align(const Expected& expected, size_t i) const {
    const auto [begin, end] = expected.places[i];
    const size_t after = expected.text.size() - end;
    const size_t before_agrees = CommonPrefix(expected.text, text_);
    const size_t after_agrees = CommonSuffix(expected.text, text_);
    if (before_agrees >= end) return expected.places[i];
    if (after_agrees >= after + (end - begin))
      return Place{text_.size() - after - (end - begin), text_.size() - after};
    if (before_agrees >= begin && after_agrees >= after && begin + after <= text_.size())
      return Place{begin, text_.size() - after};
    return std::nullopt;
  }

  PlacedPassage Assemble(const std::vector<Place>& places) const {
    PlacedPassage result;
    size_t copied = 0;
    for (size_t i = 0; i < places.size(); ++i) {
      const auto [begin, end] = places[i];
      std::u32string word = DecodeUtf8(Word(passage_.readings[i]));
      std::erase(word, U' ');
      const bool as_written = begin == end || (options_.by_character && end - begin != word.size());
      result.text.append(text_, copied, begin - copied);
      const size_t placed = result.text.size();
      result.text += as_written ? word : text_.substr(begin, end - begin);
      result.readings.push_back({placed, result.text.size(), passage_.readings[i].reading});
      copied = end;
    }
    result.text.append(text_, copied);
    return result;
  }

  const Passage& passage_;
  const PlaceOptions& options_;
  std::u32string text_;
};

}  // namespace

std::string StandInCharacter(std::string_view text) {
  // Rare, the same in simplified and traditional writing, and no numbers or units.
  for (const std::string_view rare : {"丏", "夨", "亍", "孒", "冇", "甪", "囝", "旮"})
    if (text.find(rare) == text.npos) return std::string(rare);
  Fail(ErrorCode::kInvalidArgument,
       "a text with readings that also holds 丏夨亍孒冇甪囝旮 cannot be read; leave one of them "
       "out");
}

PlacedPassage PlaceReadings(const Passage& passage, const PlaceOptions& options) {
  return Placer(passage, options).Find();
}

}  // namespace bv2::text
