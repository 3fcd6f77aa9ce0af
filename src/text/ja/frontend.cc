#include "text/ja/frontend.h"

#include <iterator>
#include <utility>

#include "base/log.h"
#include "base/utf8.h"
#include "text/ja/kana_reading.h"
#include "text/ja/prescribe.h"
#include "text/ja/upstream.h"
#include "text/nfkc.h"

namespace bv2::text::ja {
namespace {

void AppendPad(Phones& result) {
  result.phones.emplace_back(kPad);
  result.word2ph.push_back(1);
}

// The readings, at the characters of the text as Reader composes it.
std::vector<GivenKana> KanaAt(std::string_view norm_text, const std::vector<PlacedReading>& given) {
  const std::u32string text = DecodeUtf8(norm_text);
  size_t done = 0, composed_done = 0;
  const auto composed = [&](size_t end) {
    const auto part = std::u32string_view(text).substr(done, end - done);
    composed_done += DecodeUtf8(Nfkc(EncodeUtf8(part))).size();
    done = end;
    return composed_done;
  };
  std::vector<GivenKana> result;
  for (const PlacedReading& part : given) {
    const size_t begin = composed(part.begin);
    result.push_back({begin, composed(part.end), ParseKana(part.reading)});
  }
  return result;
}

}  // namespace

JapaneseFrontend::JapaneseFrontend(const std::filesystem::path& data_dir, JapaneseOptions options)
    : normalization_(options.normalization),
      tokenizer_(std::move(options.tokenizer)),
      reader_(data_dir, options.dictionary, options.normalization),
      kana_phones_(data_dir) {}

std::string JapaneseFrontend::Normalize(std::string_view text) const {
  if (normalization_ == Normalization::kUpstream) return NormalizeUpstream(text);
  return normalizer_.Normalize(text);
}

Phones JapaneseFrontend::ToPhones(const Passage& passage) const {
  if (passage.readings.empty()) return Pronounce(Normalize(passage.text));
  const std::string stand_in = StandInCharacter(passage.text);
  const PlacedPassage placed =
      PlaceReadings(passage, {.normalize = [&](std::string_view text) { return Normalize(text); },
                              .stand_in = [&](std::string_view) { return stand_in; }});
  return Pronounce(EncodeUtf8(placed.text), placed.readings);
}

Phones JapaneseFrontend::Pronounce(std::string norm_text,
                                   const std::vector<PlacedReading>& given) const {
  Phones result;
  result.language = Language::kJp;
  result.norm_text = std::move(norm_text);
  AppendPad(result);
  const auto words = Prescribe(reader_.Read(result.norm_text), KanaAt(result.norm_text, given),
                               [&](std::u32string_view part) { return KanaOf(part); });
  for (const ReadWords& read : words) {
    std::vector<std::string> tokens = Tokens(read);
    std::vector<std::string> phones = PhonesOf(read.kana);
    const std::vector<int64_t> counts = DistributePhones(phones.size(), tokens.size());
    result.word2ph.insert(result.word2ph.end(), counts.begin(), counts.end());
    std::move(tokens.begin(), tokens.end(), std::back_inserter(result.tokens));
    std::move(phones.begin(), phones.end(), std::back_inserter(result.phones));
  }
  AppendPad(result);
  result.tones.assign(result.phones.size(), 0);
  return result;
}

// What is left of a word of which only a part has a reading.
std::u32string JapaneseFrontend::KanaOf(std::u32string_view part) const {
  std::u32string kana;
  for (const ReadWords& read : reader_.Read(EncodeUtf8(part))) kana += read.kana;
  return kana;
}

std::vector<std::string> JapaneseFrontend::Tokens(const ReadWords& read) const {
  if (!tokenizer_) return read.words;
  std::vector<std::string> tokens;
  for (const std::string& word : read.words) {
    for (std::string& piece : tokenizer_->Pieces(word)) tokens.push_back(std::move(piece));
  }
  return tokens;
}

std::vector<std::string> JapaneseFrontend::PhonesOf(std::u32string_view kana) const {
  std::vector<std::string> result;
  for (std::string& phone : kana_phones_.Phones(kana)) {
    if (SymbolId(phone)) {
      result.push_back(std::move(phone));
      continue;
    }
    const char32_t full_size = FullSize(DecodeUtf8(phone).front());
    for (std::string& part : kana_phones_.Phones({&full_size, 1})) {
      const bool readable = SymbolId(part).has_value();
      if (!readable) LogText("'{}' has no Japanese reading; it is said as UNK", phone);
      result.push_back(readable ? std::move(part) : std::string(kUnknown));
    }
  }
  return result;
}

std::vector<int64_t> DistributePhones(size_t phones, size_t tokens) {
  std::vector<int64_t> counts(tokens, static_cast<int64_t>(phones / tokens));
  for (size_t i = 0; i < phones % tokens; ++i) ++counts[i];
  return counts;
}

}  // namespace bv2::text::ja
