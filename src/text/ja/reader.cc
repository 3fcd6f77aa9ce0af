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

bool IsIn(char32_t kana, std::u32string_view row) {
  return row.find(kana) != std::u32string_view::npos;
}

// IPADIC spells センセイ and ウレシイ what is said センセー and ウレシー; verbs are said as spelt.
std::u32string LengthenVowels(std::u32string kana) {
  constexpr std::u32string_view kRowsEAndI =
      U"エケゲセゼテデネヘベペメレイキギシジチヂニヒビピミリ";
  for (size_t i = 1; i < kana.size(); ++i) {
    if (kana[i] == U'イ' && IsIn(kana[i - 1], kRowsEAndI)) kana[i] = U'ー';
  }
  return kana;
}

// Between 行こ and う, the う of a will or guess only lengthens the vowel.
bool LengthensO(const Word& word, char32_t before) {
  return word.text == "う" && IsIn(before, U"オコゴソゾトドノホボポモヨョロ");
}

}  // namespace

Reader::Reader(const std::filesystem::path& data_dir, const DictionaryOptions& dictionary,
               Normalization normalization)
    : segmenter_(dictionary) {
  if (normalization == Normalization::kDefault) {
    corrections_.emplace(Corrections{.readings = SortedTable(data_dir / "ja/readings.tsv"),
                                     .kanji = SortedTable(data_dir / "ja/kanji.tsv")});
  }
}

std::vector<ReadWords> Reader::Read(std::string_view norm_text) const {
  // BERT's tokenizer composes once more, which makes "…" three points.
  const std::vector<Word> words = segmenter_.Cut(Nfkc(norm_text));
  std::vector<ReadWords> result;
  for (size_t i = 0; i < words.size();) {
    ReadWords read;
    size_t count = 1;
    if (!corrections_) {
      read.kana = ReadAlone(words[i].text);
    } else if (const auto found = FindOverride(words, i)) {
      count = found->count;
      read.kana = DecodeUtf8(found->kana);
    } else {
      const bool first = result.empty() || result.back().kana.empty();
      read.kana = ReadInSentence(words[i], first ? 0 : result.back().kana.back());
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

std::u32string Reader::ReadInSentence(const Word& word, char32_t before) const {
  if (LengthensO(word, before)) return U"ー";
  if (word.known)
    return word.part_of_speech == "動詞" ? KanaOf(word) : LengthenVowels(KanaOf(word));
  std::u32string kana;
  for (const char32_t c : DecodeUtf8(word.text)) {
    const auto reading = corrections_->kanji.Find(EncodeUtf8({&c, 1}));
    kana += reading ? DecodeUtf8(*reading) : ToKatakana({&c, 1});
  }
  return LengthenVowels(std::move(kana));
}

std::optional<Reader::Override> Reader::FindOverride(const std::vector<Word>& words,
                                                     size_t first) const {
  std::optional<Override> longest;
  SortedTable::Walk walk(corrections_->readings);
  for (size_t i = first; i < words.size() && walk.Extend(words[i].text); ++i) {
    if (const auto kana = walk.Fields()) longest = {.count = i + 1 - first, .kana = *kana};
  }
  return longest;
}

}  // namespace bv2::text::ja
