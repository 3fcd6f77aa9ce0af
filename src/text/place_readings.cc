#include "text/place_readings.h"

#include <algorithm>
#include <numeric>
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

// The normalised text as it would be if some words were normalised on their own, their places, and
// how many characters of the start and the end are right.
struct Expected {
  std::u32string text = {};
  std::vector<Place> places = {};
  size_t right_before = 0, right_after = 0;
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

// A word that was normalised on its own: an abbreviation ends a sentence then, but not in a text.
std::u32string Within(std::u32string word, bool more_follows) {
  if (more_follows && word.ends_with(U'.') && std::ranges::count(word, U'.') == 1) word.pop_back();
  return word;
}

// Finds the places of readings in a text.
class Placer {
 public:
  Placer(const Passage& passage, const PlaceOptions& options)
      : passage_(passage),
        options_(options),
        text_(Normalize(passage.text)),
        places_(passage.readings.size()) {}

  PlacedPassage Find() {
    std::vector<size_t> all(places_.size());
    std::iota(all.begin(), all.end(), size_t{0});
    PlaceAll(all);
    size_t end = 0;
    for (size_t i = 0; i < places_.size(); ++i) {
      const Reading& reading = passage_.readings[i];
      if (!places_[i] || places_[i]->begin < end) {
        Fail(ErrorCode::kInvalidArgument,
             "the reading '{}' of '{}' has no place, because the words around it are written out "
             "in another way; put brackets around all that it reads, or write numbers and signs "
             "beside it as words",
             reading.reading, Word(reading));
      }
      end = places_[i]->end;
    }
    return Assemble();
  }

 private:
  std::u32string Normalize(std::string_view text) const {
    return DecodeUtf8(options_.normalize(text));
  }

  std::string_view Word(const Reading& reading) const {
    return std::string_view(passage_.text).substr(reading.begin, reading.end - reading.begin);
  }

  // Places readings, given by their numbers. Those that normalisation takes for something else when
  // others are not there are placed apart from these.
  void PlaceAll(std::span<const size_t> readings) {
    std::vector<size_t> left;
    const auto expected = Expect(readings);
    for (size_t i = 0; i < readings.size(); ++i) {
      if (expected) places_[readings[i]] = Align(*expected, expected->places[i]);
      if (!places_[readings[i]]) left.push_back(readings[i]);
    }
    if (left.empty() || readings.size() == 1) return;
    const auto half = std::span(left).first((left.size() + 1) / 2);
    PlaceAll(half);
    if (half.size() < left.size()) PlaceAll(std::span(left).subspan(half.size()));
  }

  // nullopt when normalisation does not keep what stands in for the words.
  std::optional<Expected> Expect(std::span<const size_t> readings) const {
    const std::string_view text = passage_.text;
    std::string marked;
    size_t copied = 0;
    for (const size_t i : readings) {
      const Reading& reading = passage_.readings[i];
      marked += text.substr(copied, reading.begin - copied);
      marked += options_.stand_in(Word(reading));
      copied = reading.end;
    }
    marked += text.substr(copied);
    const std::u32string normalized = Normalize(marked);
    Expected result;
    copied = 0;
    for (const size_t i : readings) {
      const std::string_view word = Word(passage_.readings[i]);
      const std::u32string stand_in = DecodeUtf8(options_.stand_in(word));
      const size_t found = normalized.find(stand_in, copied);
      if (found == normalized.npos) return std::nullopt;
      result.text.append(normalized, copied, found - copied);
      const size_t begin = result.text.size();
      result.text += Within(Normalize(word), found + stand_in.size() < normalized.size());
      result.places.push_back({begin, result.text.size()});
      copied = found + stand_in.size();
    }
    result.text.append(normalized, copied);
    result.right_before = CommonPrefix(result.text, text_);
    result.right_after = CommonSuffix(result.text, text_);
    return result;
  }

  // Where a place that is expected is in the text, if all up to its end, or all from its begin on,
  // or all around it is right.
  std::optional<Place> Align(const Expected& expected, Place place) const {
    const auto [begin, end] = place;
    const size_t after = expected.text.size() - end;
    if (expected.right_before >= end) return place;
    if (expected.right_after >= after + (end - begin))
      return Place{text_.size() - after - (end - begin), text_.size() - after};
    if (expected.right_before >= begin && expected.right_after >= after &&
        begin + after <= text_.size())
      return Place{begin, text_.size() - after};
    return std::nullopt;
  }

  PlacedPassage Assemble() const {
    PlacedPassage result;
    size_t copied = 0;
    for (size_t i = 0; i < places_.size(); ++i) {
      const auto [begin, end] = *places_[i];
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
  std::vector<std::optional<Place>> places_;
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

void CheckReadings(const Passage& passage) {
  size_t before = 0;
  for (const Reading& reading : passage.readings) {
    BV2_CHECK(before <= reading.begin && reading.begin < reading.end &&
                  reading.end <= passage.text.size(),
              "the reading '{}' is for bytes {} to {} of a text of {}, the one before ends at {}",
              reading.reading, reading.begin, reading.end, passage.text.size(), before);
    before = reading.end;
  }
}

PlacedPassage PlaceReadings(const Passage& passage, const PlaceOptions& options) {
  CheckReadings(passage);
  return Placer(passage, options).Find();
}

}  // namespace bv2::text
