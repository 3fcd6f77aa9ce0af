#include "text/zh/pinyin.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "text/parse.h"

namespace bv2::text::zh {

Pinyin::Pinyin(const std::filesystem::path& data_dir, Normalization normalization)
    : characters_(data_dir / "zh/pinyin_chars.txt") {
  if (normalization == Normalization::kDefault) {
    for (const char* name : {"readings_reviewed.txt", "readings_words.txt"})
      phrases_.emplace_back(data_dir / "zh" / name);
  }
  for (const char* name : {"pinyin_overrides.txt", "pinyin_corrections.txt", "pinyin_phrases.txt"})
    phrases_.emplace_back(data_dir / "zh" / name);
}

bool Pinyin::HasPhrase(std::u32string_view word) const {
  const std::string key = EncodeUtf8(word);
  return std::any_of(phrases_.begin(), phrases_.end(),
                     [&](const SortedTable& table) { return table.Find(key).has_value(); });
}

std::vector<Syllable> Pinyin::Read(std::u32string_view word) const {
  std::vector<Syllable> syllables;
  syllables.reserve(word.size());
  while (!word.empty()) word.remove_prefix(ReadPhrase(word, syllables));
  return syllables;
}

// Appends the readings of the longest phrase, or else the character, that the text starts with.
// Returns its length.
size_t Pinyin::ReadPhrase(std::u32string_view text, std::vector<Syllable>& syllables) const {
  size_t longest = 0;
  std::string_view readings;
  for (const SortedTable& table : phrases_) {
    SortedTable::Walk walk(table);
    std::string bytes;
    for (size_t length = 1; length <= text.size(); ++length) {
      bytes.clear();
      AppendUtf8(text[length - 1], bytes);
      if (!walk.Extend(bytes)) break;
      const auto fields = walk.Fields();
      if (fields && length > longest) {
        longest = length;
        readings = *fields;
      }
    }
  }
  if (longest == 0) {
    std::string character;
    AppendUtf8(text[0], character);
    std::string_view usual = characters_.Find(character).value_or("");
    syllables.push_back(usual.empty() ? Unread(text[0]) : SplitReading(NextField(usual)));
    return 1;
  }
  for (size_t i = 0; i < longest; ++i) syllables.push_back(SplitReading(NextField(readings)));
  return longest;
}

}  // namespace bv2::text::zh
