#include "text/ja/reader.h"

#include <utility>

#include "base/utf8.h"
#include "text/ja/kana.h"
#include "text/nfkc.h"

namespace bv2::text::ja {
namespace {

std::u32string KanaOf(const Word& word) {
  return ToKatakana(DecodeUtf8(word.reading.empty() ? word.text : word.reading));
}

bool EndsIn(char32_t kana, std::u32string_view row) {
  return row.find(kana) != std::u32string_view::npos;
}

// IPADIC spells センセイ and ウレシイ what is said センセー and ウレシー.
std::u32string LengthenVowels(std::u32string kana) {
  constexpr std::u32string_view kRowE = U"エケゲセゼテデネヘベペメレ";
  constexpr std::u32string_view kRowI = U"イキギシジチヂニヒビピミリ";
  for (size_t i = 1; i < kana.size(); ++i) {
    if (kana[i] == U'イ' && (EndsIn(kana[i - 1], kRowE) || EndsIn(kana[i - 1], kRowI)))
      kana[i] = U'ー';
  }
  return kana;
}

}  // namespace

Reader::Reader(const std::filesystem::path& data_dir, const DictionaryOptions& dictionary,
               Normalization normalization)
    : segmenter_(dictionary) {
  if (normalization == Normalization::kDefault) overrides_.emplace(data_dir / "ja/readings.tsv");
}

std::vector<ReadWords> Reader::Read(std::string_view norm_text) const {
  // BERT's tokenizer composes once more, which makes "…" three points.
  const std::vector<Word> words = segmenter_.Cut(Nfkc(norm_text));
  std::vector<ReadWords> result;
  for (size_t i = 0; i < words.size();) {
    ReadWords read;
    size_t count = 1;
    if (!overrides_) {
      read.kana = ReadAlone(words[i].text);
    } else if (const auto found = FindOverride(words, i)) {
      count = found->count;
      read.kana = DecodeUtf8(found->kana);
    } else {
      read.kana = LengthenVowels(KanaOf(words[i]));
    }
    for (const size_t end = i + count; i < end; ++i) read.words.push_back(words[i].text);
    result.push_back(std::move(read));
  }
  return result;
}

std::u32string Reader::ReadAlone(std::string_view text) const {
  std::u32string kana;
  for (const Word& word : segmenter_.Cut(text)) kana += KanaOf(word);
  return kana;
}

std::optional<Reader::Override> Reader::FindOverride(const std::vector<Word>& words,
                                                     size_t first) const {
  std::optional<Override> longest;
  SortedTable::Walk walk(*overrides_);
  for (size_t i = first; i < words.size() && walk.Extend(words[i].text); ++i) {
    if (const auto kana = walk.Fields()) longest = {.count = i + 1 - first, .kana = *kana};
  }
  return longest;
}

}  // namespace bv2::text::ja
