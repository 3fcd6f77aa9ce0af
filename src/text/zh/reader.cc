#include "text/zh/reader.h"

#include <iterator>
#include <utility>

#include "text/zh/clause_tones.h"
#include "text/zh/merge.h"
#include "text/zh/pinyin.h"
#include "text/zh/polyphones.h"
#include "text/zh/tone_sandhi.h"

namespace bv2::text::zh {
namespace {

class ContextReader : public Reader {
 public:
  ContextReader(const std::filesystem::path& data_dir, const Segmenter& segmenter)
      : segmenter_(segmenter), polyphones_(data_dir) {}

  std::vector<ReadWord> Read(std::vector<Word> words) const override {
    std::vector<Syllable> syllables = polyphones_.Read(words);
    ChangeTones(segmenter_, words, syllables);
    std::vector<ReadWord> result;
    auto next = std::make_move_iterator(syllables.begin());
    for (Word& word : words) {
      const auto end = next + std::ssize(word.text);
      result.push_back({std::move(word), std::vector<Syllable>(next, end)});
      next = end;
    }
    return result;
  }

 private:
  const Segmenter& segmenter_;
  Polyphones polyphones_;
};

class UpstreamReader : public Reader {
 public:
  UpstreamReader(const std::filesystem::path& data_dir, const Segmenter& segmenter)
      : pinyin_(data_dir), sandhi_(data_dir, segmenter) {}

  std::vector<ReadWord> Read(std::vector<Word> words) const override {
    std::vector<ReadWord> result;
    for (Word& word : MergeForSandhi(std::move(words), pinyin_)) {
      std::vector<Syllable> syllables = pinyin_.Read(word.text);
      sandhi_.Apply(word, syllables);
      result.push_back({std::move(word), std::move(syllables)});
    }
    return result;
  }

 private:
  Pinyin pinyin_;
  ToneSandhi sandhi_;
};

}  // namespace

std::unique_ptr<const Reader> OpenReader(const std::filesystem::path& data_dir,
                                         Normalization normalization, const Segmenter& segmenter) {
  if (normalization == Normalization::kUpstream)
    return std::make_unique<UpstreamReader>(data_dir, segmenter);
  return std::make_unique<ContextReader>(data_dir, segmenter);
}

}  // namespace bv2::text::zh
