#include "text/zh/merge.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

std::string Merge(const std::vector<Word>& words) {
  static const Pinyin pinyin(test::ProductData(""));
  std::string result;
  for (const Word& word : MergeForSandhi(words, pinyin)) {
    result += EncodeUtf8(word.text) + "/" + word.tag + " ";
  }
  return result;
}

TEST(Merge, JoinsBuAndYiToTheNextWord) {
  EXPECT_EQ(Merge({{U"不", "d"}, {U"怕", "v"}}), "不怕/v ");
  EXPECT_EQ(Merge({{U"怕", "v"}, {U"不", "d"}}), "怕/v 不/d ");
  EXPECT_EQ(Merge({{U"一", "m"}, {U"段", "q"}}), "一段/m ");
}

TEST(Merge, JoinsYiBetweenEqualVerbs) {
  const std::vector<Word> listen = {{U"听", "v"}, {U"一", "m"}, {U"听", "v"}};
  EXPECT_EQ(Merge(listen), "听一听/v ");
}

TEST(Merge, LeavesYiWhereTheOriginalFails) {
  const std::vector<Word> twice = {
      {U"听", "v"}, {U"一", "m"}, {U"听", "v"}, {U"一", "m"}, {U"听", "v"}};
  EXPECT_EQ(Merge(twice), "听/v 一/m 听/v 一/m 听/v ");
  EXPECT_EQ(Merge({{U"关", "v"}, {U"一", "m"}, {U"关", "n"}}), "关/v 一/m 关/n ");
  EXPECT_EQ(Merge({{U"关", "n"}, {U"一", "m"}, {U"关", "v"}}), "关/n 一/m 关/v ");
}

TEST(Merge, JoinsDoubledWordsThirdTonesAndEr) {
  EXPECT_EQ(Merge({{U"试", "v"}, {U"试", "v"}}), "试试/v ");
  EXPECT_EQ(Merge({{U"很", "d"}, {U"好", "a"}}), "很好/d ");
  EXPECT_EQ(Merge({{U"老虎", "n"}, {U"老虎", "n"}}), "老虎老虎/n ");
  EXPECT_EQ(Merge({{U"花", "n"}, {U"儿", "n"}}), "花儿/n ");
}

TEST(Merge, EmptyStaysEmpty) { EXPECT_EQ(Merge({}), ""); }

}  // namespace
}  // namespace bv2::text::zh
