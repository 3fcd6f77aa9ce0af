#include "text/zh/dictionary.h"

#include <cmath>

#include "base/error.h"
#include "base/utf8.h"
#include "text/parse.h"

namespace bv2::text::zh {

Dictionary::Dictionary(const std::filesystem::path& data_dir) : words_(data_dir / "zh/words.txt") {
  const auto total = words_.Find("total");
  if (!total) {
    Fail(ErrorCode::kCorruptFile, "{} has no total; install the data folder again",
         (data_dir / "zh/words.txt").string());
  }
  log_total_ = std::log(ParseDouble(*total));
}

std::vector<Dictionary::Match> Dictionary::Prefixes(std::u32string_view text) const {
  std::vector<Match> matches;
  SortedTable::Walk walk(words_);
  std::string bytes;
  for (size_t length = 1; length <= text.size(); ++length) {
    bytes.clear();
    AppendUtf8(text[length - 1], bytes);
    if (!walk.Extend(bytes)) break;
    if (auto fields = walk.Fields()) {
      const double frequency = ParseDouble(NextField(*fields));
      matches.push_back({length, std::log(frequency) - log_total_});
    }
  }
  return matches;
}

bool Dictionary::Contains(std::u32string_view word) const {
  return words_.Find(EncodeUtf8(word)).has_value();
}

std::string Dictionary::Tag(std::u32string_view word) const {
  auto fields = words_.Find(EncodeUtf8(word));
  if (!fields) return "x";
  NextField(*fields);
  return std::string(*fields);
}

}  // namespace bv2::text::zh
