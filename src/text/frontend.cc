#include "text/frontend.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/utf8.h"

namespace bv2::text {
namespace {

std::vector<int64_t> Intersperse(const std::vector<int64_t>& values, int64_t blank) {
  std::vector<int64_t> result(values.size() * 2 + 1, blank);
  for (size_t i = 0; i < values.size(); ++i) result[i * 2 + 1] = values[i];
  return result;
}

void DropFirstPad(Phones& span) {
  if (span.phones.empty() || span.phones.front() != kPad) return;
  span.phones.erase(span.phones.begin());
  span.tones.erase(span.tones.begin());
  --*std::ranges::find_if(span.word2ph, [](int64_t count) { return count > 0; });
}

void DropLastPad(Phones& span) {
  if (span.phones.empty() || span.phones.back() != kPad) return;
  span.phones.pop_back();
  span.tones.pop_back();
  --*std::find_if(span.word2ph.rbegin(), span.word2ph.rend(),
                  [](int64_t count) { return count > 0; });
}

bool OnlyPads(const Phones& span) {
  return std::ranges::all_of(span.phones, [](const std::string& phone) { return phone == kPad; });
}

// Words, if there are any, have all phones but the pads.
void CheckWords(const Phones& phones) {
  if (phones.words.empty()) return;
  int64_t said = 0;
  for (const SpokenWord& word : phones.words) said += word.phones;
  const auto count = static_cast<int64_t>(phones.phones.size());
  const auto pads =
      count == 0 ? 0
                 : (phones.phones.front() == kPad) + (count > 1 && phones.phones.back() == kPad);
  if (said != count - pads) {
    Fail(ErrorCode::kInvalidArgument,
         "{} phones between the pads came with words of {}; the two must agree", count - pads,
         said);
  }
}

void AppendIds(const Phones& phones, PhoneIds& ids) {
  const size_t count = phones.phones.size();
  const auto words = std::accumulate(phones.word2ph.begin(), phones.word2ph.end(), int64_t{0});
  if (phones.tones.size() != count || words != static_cast<int64_t>(count)) {
    Fail(ErrorCode::kInvalidArgument,
         "{} phones came with {} tones and a word2ph that sums to {}; the three must agree", count,
         phones.tones.size(), words);
  }
  CheckWords(phones);
  for (const std::string& phone : phones.phones) {
    const auto id = SymbolId(phone);
    if (!id) Fail(ErrorCode::kInvalidArgument, "'{}' is not a phone symbol", phone);
    ids.phones.push_back(*id);
  }
  for (const int64_t tone : phones.tones) ids.tones.push_back(tone + ToneOffset(phones.language));
  ids.languages.insert(ids.languages.end(), count, static_cast<int64_t>(phones.language));
  ids.word2ph.insert(ids.word2ph.end(), phones.word2ph.begin(), phones.word2ph.end());
}

}  // namespace

bool HoldsSpeech(const Phones& phones) {
  return std::ranges::any_of(phones.phones, [](const std::string& phone) {
    const std::u32string symbol = DecodeUtf8(phone);
    const bool punctuation = symbol.size() == 1 && IsPunctuation(symbol[0]);
    return !punctuation && phone != kPad && phone != kUnknown;
  });
}

void JoinSpans(std::vector<Phones>& spans) {
  const auto said = std::ranges::find_if_not(spans, OnlyPads);
  if (said == spans.end()) {
    spans.resize(std::min<size_t>(spans.size(), 1));
    return;
  }
  std::erase_if(spans, OnlyPads);
  for (size_t i = 1; i < spans.size(); ++i) {
    DropLastPad(spans[i - 1]);
    DropFirstPad(spans[i]);
  }
}

PhoneIds ToIds(std::span<const Phones> spans) {
  PhoneIds ids;
  for (const Phones& span : spans) AppendIds(span, ids);
  return ids;
}

PhoneIds ToIds(const Phones& phones) { return ToIds(std::span(&phones, 1)); }

PhoneIds AddBlanks(const PhoneIds& ids) {
  PhoneIds result{.phones = Intersperse(ids.phones, kBlankId),
                  .tones = Intersperse(ids.tones, 0),
                  .languages = Intersperse(ids.languages, 0),
                  .word2ph = ids.word2ph};
  for (int64_t& count : result.word2ph) count *= 2;
  if (!result.word2ph.empty()) result.word2ph.front() += 1;
  return result;
}

}  // namespace bv2::text
