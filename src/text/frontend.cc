#include "text/frontend.h"

#include <numeric>

#include "base/error.h"

namespace bv2::text {
namespace {

std::vector<int64_t> Intersperse(const std::vector<int64_t>& values, int64_t blank) {
  std::vector<int64_t> result(values.size() * 2 + 1, blank);
  for (size_t i = 0; i < values.size(); ++i) result[i * 2 + 1] = values[i];
  return result;
}

}  // namespace

PhoneIds ToIds(const Phones& phones) {
  const size_t count = phones.phones.size();
  const auto words = std::accumulate(phones.word2ph.begin(), phones.word2ph.end(), int64_t{0});
  if (phones.tones.size() != count || words != static_cast<int64_t>(count)) {
    Fail(ErrorCode::kInvalidArgument,
         "{} phones came with {} tones and a word2ph that sums to {}; the three must agree", count,
         phones.tones.size(), words);
  }
  PhoneIds ids;
  ids.phones.reserve(count);
  for (const std::string& phone : phones.phones) {
    const auto id = SymbolId(phone);
    if (!id) Fail(ErrorCode::kInvalidArgument, "'{}' is not a phone symbol", phone);
    ids.phones.push_back(*id);
  }
  for (const int64_t tone : phones.tones) ids.tones.push_back(tone + ToneOffset(phones.language));
  ids.languages.assign(count, static_cast<int64_t>(phones.language));
  ids.word2ph = phones.word2ph;
  return ids;
}

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
