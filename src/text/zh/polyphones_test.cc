#include "text/zh/polyphones.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/utf8.h"
#include "tests/support/test_support.h"
#include "text/parse.h"
#include "text/sorted_table.h"
#include "text/zh/segmenter.h"

namespace bv2::text::zh {
namespace {

// "wo3 yao4 chong2 xie3", as the syllables are spelled in phones.txt.
std::string Read(const std::string& clause) {
  static const Segmenter segmenter(test::ProductData(""));
  static const Polyphones polyphones(test::ProductData(""));
  std::string result;
  for (const Syllable& syllable : polyphones.Read(segmenter.Cut(DecodeUtf8(clause)))) {
    if (!result.empty()) result += ' ';
    result += PhonesKey(syllable) + std::to_string(syllable.tone);
  }
  return result;
}

TEST(Polyphones, NeighboursDecide) {
  EXPECT_EQ(Read("你得还我三百块"), "ni3 dei3 huan2 wo3 san1 bai3 kuai4");
  EXPECT_EQ(Read("他跑得很快"), "ta1 pao3 de5 hen3 kuai4");
  EXPECT_EQ(Read("这行代码要重写"), "zhe4 hang2 dai4 ma3 yao4 chong2 xie3");
  EXPECT_EQ(Read("包很重"), "bao1 hen3 zhong4");
  EXPECT_EQ(Read("我教他种花"), "wo3 jiao1 ta1 zhong4 hua1");
  EXPECT_EQ(Read("两只猫"), "liang3 zhi1 mao1");
  EXPECT_EQ(Read("我只看"), "wo3 zhi3 kan4");
  EXPECT_EQ(Read("面积为五亩"), "mian4 ji1 wei2 wu3 mu3");
  EXPECT_EQ(Read("我为你唱歌"), "wo3 wei4 ni3 chang4 ge1");
}

TEST(Polyphones, WordsHaveTheReadingsPeopleUse) {
  EXPECT_EQ(Read("电子行业"), "dian4 zi3 hang2 ye4");
  EXPECT_EQ(Read("朝鲜的行李"), "chao2 xian3 de5 xing2 li5");
  EXPECT_EQ(Read("蛤蟆"), "ha2 ma5");
}

TEST(Polyphones, SurnamesAreKnownByTitlesAndNames) {
  EXPECT_EQ(Read("单先生姓单"), "shan4 xian1 sheng5 xing4 shan4");
  EXPECT_EQ(Read("解老师"), "xie4 lao3 shi1");
  EXPECT_EQ(Read("解开"), "jie3 kai1");
  // Tagged as names, but words.
  EXPECT_EQ(Read("查明"), "cha2 ming2");
  EXPECT_EQ(Read("宁静"), "ning2 jing4");
}

TEST(Polyphones, YiAndBuKeepTheirTones) { EXPECT_EQ(Read("一定不去"), "yi1 ding4 bu4 qv4"); }

TEST(Polyphones, EveryRuleGivesOneSyllableACharacter) {
  const SortedTable rules(test::ProductData("zh/readings_rules.txt"));
  for (const auto& [word, alternatives] : rules.Records()) {
    std::string_view rest = alternatives;
    while (!rest.empty()) {
      std::string_view alternative = NextField(rest, '\t');
      const std::string_view reading = NextField(alternative);
      EXPECT_EQ(1 + std::ranges::count(reading, '+'), std::ssize(DecodeUtf8(word)))
          << word << " " << reading;
      EXPECT_NE(std::string_view("12345").find(reading.back()), std::string_view::npos) << word;
    }
  }
}

}  // namespace
}  // namespace bv2::text::zh
