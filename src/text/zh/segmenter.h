#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/zh/dictionary.h"
#include "text/zh/tag_hmm.h"
#include "text/zh/word.h"
#include "text/zh/word_hmm.h"

namespace bv2::text::zh {

// Cuts text into words as jieba 0.42.1 does: the most probable path through the dictionary's
// words, then a hidden Markov model for the runs of single characters left over. Immutable,
// thread-safe.
class Segmenter {
 public:
  // Reads words.txt and the hmm_* tables of data_dir/zh.
  explicit Segmenter(const std::filesystem::path& data_dir);

  // Words with parts of speech; their concatenation is `text`. (jieba.posseg.lcut)
  std::vector<Word> Cut(std::u32string_view text) const;

  // Words, each preceded by the dictionary words of two and three characters inside it.
  // (jieba.cut_for_search)
  std::vector<std::u32string> CutForSearch(std::u32string_view text) const;

 private:
  std::vector<std::u32string_view> BestPath(std::u32string_view block) const;
  template <typename AddWord, typename AddUnknown>
  void CutBlock(std::u32string_view block, AddWord add_word, AddUnknown add_unknown) const;
  void TagUnknown(std::u32string_view run, std::vector<Word>& words) const;
  std::vector<std::u32string> CutPlain(std::u32string_view text) const;

  Dictionary dictionary_;
  WordHmm word_hmm_;
  TagHmm tag_hmm_;
};

}  // namespace bv2::text::zh
