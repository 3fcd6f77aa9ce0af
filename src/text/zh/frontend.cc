#include "text/zh/frontend.h"

#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "base/utf8.h"
#include "text/parse.h"
#include "text/place_readings.h"
#include "text/zh/pinyin_reading.h"
#include "text/zh/upstream.h"

namespace bv2::text::zh {
namespace {

void AppendPad(Phones& result) {
  result.phones.emplace_back(kPad);
  result.tones.push_back(0);
  result.word2ph.push_back(1);
}

// Sentences and clauses, each with the punctuation mark that ends it.
std::vector<std::u32string_view> SplitAfterPunctuation(std::u32string_view text) {
  std::vector<std::u32string_view> segments;
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsPunctuation(text[i]) && i + 1 < text.size()) continue;
    segments.push_back(text.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  return segments;
}

}  // namespace

ChineseFrontend::ChineseFrontend(const std::filesystem::path& data_dir, Normalization normalization)
    : normalization_(normalization),
      segmenter_(data_dir),
      reader_(OpenReader(data_dir, normalization, segmenter_)),
      phones_(data_dir / "zh/phones.txt"),
      normalizer_(data_dir) {}

Phones ChineseFrontend::ToPhones(const Passage& passage) const {
  if (passage.readings.empty()) return Pronounce(Normalize(passage.text));
  const std::string stand_in = StandInCharacter(passage.text);
  const PlacedPassage placed =
      PlaceReadings(passage, {.normalize = [&](std::string_view text) { return Normalize(text); },
                              .stand_in = [&](std::string_view) { return stand_in; },
                              .by_character = true});
  GivenSyllables given;
  for (const PlacedReading& part : placed.readings) {
    const std::vector<Syllable> syllables = ParsePinyin(part.reading, phones_);
    BV2_CHECK(syllables.size() == part.end - part.begin,
              "the reading '{}' has {} syllables for {} characters; write one for each",
              part.reading, syllables.size(), part.end - part.begin);
    for (size_t i = 0; i < syllables.size(); ++i) given[part.begin + i] = syllables[i];
  }
  return Pronounce(EncodeUtf8(placed.text), given);
}

std::string ChineseFrontend::Normalize(std::string_view text) const {
  if (normalization_ == Normalization::kUpstream) return NormalizeUpstream(text);
  return normalizer_.Normalize(text);
}

Phones ChineseFrontend::Pronounce(std::string norm_text, const GivenSyllables& given) const {
  Phones result;
  result.norm_text = std::move(norm_text);
  AppendPad(result);
  const std::u32string text = DecodeUtf8(result.norm_text);
  for (const char32_t character : text) result.tokens.push_back(EncodeUtf8({&character, 1}));
  size_t place = 0;
  for (const std::u32string_view segment : SplitAfterPunctuation(text)) {
    for (const ReadWord& read : Read(segment)) {
      for (const Syllable& syllable : read.syllables) {
        const auto found = given.find(place++);
        AppendPhones(found == given.end() ? syllable : found->second, result);
      }
    }
  }
  AppendPad(result);
  return result;
}

std::vector<ReadWord> ChineseFrontend::Read(std::u32string_view segment) const {
  return reader_->Read(segmenter_.Cut(segment));
}

void ChineseFrontend::AppendPhones(const Syllable& syllable, Phones& result) const {
  const size_t before = result.phones.size();
  if (syllable.tone == 0) {
    const bool punctuation = SymbolId(syllable.final).has_value();
    result.phones.emplace_back(punctuation ? syllable.final : kUnknown);
    if (!punctuation) LogText("'{}' has no Chinese reading; it is said as UNK", syllable.final);
  } else if (auto phones = phones_.Find(PhonesKey(syllable))) {
    while (!phones->empty()) result.phones.emplace_back(NextField(*phones));
  } else {
    result.phones.emplace_back(kUnknown);
    LogText("the syllable '{}{}' cannot be said in Chinese; it is said as UNK", syllable.initial,
            syllable.final);
  }
  const size_t added = result.phones.size() - before;
  result.tones.insert(result.tones.end(), added, syllable.tone);
  result.word2ph.push_back(static_cast<int64_t>(added));
}

}  // namespace bv2::text::zh
