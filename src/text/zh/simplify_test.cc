#include "text/zh/simplify.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

std::string Simplified(std::string_view text) {
  static const Simplifier simplifier(test::ProductData(""));
  return EncodeUtf8(simplifier.Simplify(DecodeUtf8(text)));
}

TEST(Simplifier, TraditionalCharactersBecomeSimplified) {
  EXPECT_EQ(Simplified("臺灣說國語，羣峯裏的衞星"), "台湾说国语，群峰里的卫星");
  EXPECT_EQ(Simplified("妳還沒準備，牠們祇是甚麼？"), "你还没准备，它们只是什么？");
}

TEST(Simplifier, OneCharacterOfSeveralMeanings) {
  EXPECT_EQ(Simplified("乾淨的餅乾，能幹的幹部，乾坤"), "干净的饼干，能干的干部，乾坤");
  EXPECT_EQ(Simplified("頭髮發亮，理髮師出發"), "头发发亮，理发师出发");
  EXPECT_EQ(Simplified("皇后以後走在後面"), "皇后以后走在后面");
  EXPECT_EQ(Simplified("看著他的著作，著名的土著很執著"), "看着他的著作，著名的土著很执着");
  EXPECT_EQ(Simplified("瞭解瞭望，宮商角徵羽徵求沈默"), "了解瞭望，宫商角徵羽征求沉默");
}

TEST(Simplifier, SimplifiedTextStays) {
  for (const std::string_view text :
       {"显著的著作权，乾隆年间", "哪吒和甯先生捱了打", "", "abc かな"}) {
    EXPECT_EQ(Simplified(text), text);
  }
}

}  // namespace
}  // namespace bv2::text::zh
