#include "text/zh/segmenter.h"

#include <gmock/gmock.h>

#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

std::string Cut(std::string_view text) {
  static const Segmenter segmenter(test::ProductData(""));
  std::string result;
  for (const Word& word : segmenter.Cut(DecodeUtf8(text))) {
    result += EncodeUtf8(word.text) + "/" + word.tag + " ";
  }
  return result;
}

std::string CutForSearch(std::string_view text) {
  static const Segmenter segmenter(test::ProductData(""));
  std::string result;
  for (const auto& word : segmenter.CutForSearch(DecodeUtf8(text))) {
    result += EncodeUtf8(word) + " ";
  }
  return result;
}

// Expected values: jieba 0.42.1.
TEST(Segmenter, FindsDictionaryWords) {
  EXPECT_EQ(Cut("我来到北京清华大学"), "我/r 来到/v 北京/ns 清华大学/nt ");
}

TEST(Segmenter, FindsWordsTheDictionaryLacks) { EXPECT_EQ(Cut("允丹藏卜"), "允丹藏/nr 卜/nr "); }

TEST(Segmenter, TagsNumbersLettersAndSigns) {
  EXPECT_EQ(Cut("用3.5版,C++ ok"), "用/p 3.5/m 版/n ,/x C++/nz  /x ok/eng ");
}

TEST(Segmenter, SearchAddsTheWordsInside) {
  EXPECT_EQ(CutForSearch("清华大学"), "清华 华大 大学 清华大学 ");
  EXPECT_EQ(CutForSearch("红军"), "红军 ");
  EXPECT_EQ(CutForSearch("a1.5%"), "a1.5% ");
}

TEST(Segmenter, EmptyTextHasNoWords) {
  EXPECT_EQ(Cut(""), "");
  EXPECT_EQ(CutForSearch(""), "");
}

}  // namespace
}  // namespace bv2::text::zh
