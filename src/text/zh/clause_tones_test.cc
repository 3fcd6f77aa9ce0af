#include "text/zh/clause_tones.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "tests/support/test_support.h"
#include "text/zh/reader.h"

namespace bv2::text::zh {
namespace {

// How a clause is said by default: its tones.
std::string Tones(const std::string& clause) {
  static const Segmenter segmenter(test::ProductData(""));
  static const auto reader = OpenReader(test::ProductData(""), Normalization::kDefault, segmenter);
  std::string tones;
  for (const ReadWord& read : reader->Read(segmenter.Cut(DecodeUtf8(clause)))) {
    for (const Syllable& syllable : read.syllables) tones += static_cast<char>('0' + syllable.tone);
  }
  return tones;
}

TEST(ClauseTones, BuFollowsWhatComesNext) {
  EXPECT_EQ(Tones("不去"), "24");
  EXPECT_EQ(Tones("不来"), "42");
  EXPECT_EQ(Tones("我不"), "34");
  EXPECT_EQ(Tones("他不太会"), "1244");
}

TEST(ClauseTones, BuIsNeutralInQuestionsAndComplements) {
  EXPECT_EQ(Tones("是不是"), "454");
  EXPECT_EQ(Tones("喜不喜欢"), "3535");
  EXPECT_EQ(Tones("来不及"), "252");
  EXPECT_EQ(Tones("看不见"), "454");
  EXPECT_EQ(Tones("不对不对"), "2424");
  EXPECT_EQ(Tones("决不能"), "242");
}

TEST(ClauseTones, YiFollowsWhatComesNext) {
  EXPECT_EQ(Tones("一天"), "41");
  EXPECT_EQ(Tones("一年"), "42");
  EXPECT_EQ(Tones("一本书"), "431");
  EXPECT_EQ(Tones("一次"), "24");
  EXPECT_EQ(Tones("一个人"), "252");
  EXPECT_EQ(Tones("进一步"), "424");
}

TEST(ClauseTones, YiIsFirstInOrdinalsDatesAndDigits) {
  EXPECT_EQ(Tones("第一次"), "414");
  EXPECT_EQ(Tones("一月一日"), "1414");
  EXPECT_EQ(Tones("五月一号"), "3414");
  EXPECT_EQ(Tones("星期一去"), "1114");
  EXPECT_EQ(Tones("二零一一年"), "42112");
  EXPECT_EQ(Tones("十一个"), "215");
  EXPECT_EQ(Tones("三分之一"), "1111");
  EXPECT_EQ(Tones("统一了"), "315");
  EXPECT_EQ(Tones("一年级"), "122");
  EXPECT_EQ(Tones("一点五"), "123");
  EXPECT_EQ(Tones("独一无二"), "2124");
}

TEST(ClauseTones, YiCountsHundreds) {
  EXPECT_EQ(Tones("一百"), "43");
  EXPECT_EQ(Tones("一万"), "24");
  EXPECT_EQ(Tones("两千一百"), "3143");
}

TEST(ClauseTones, YiIsNeutralBetweenVerbs) {
  EXPECT_EQ(Tones("看一看"), "454");
  EXPECT_EQ(Tones("一天一天"), "4141");
}

TEST(ClauseTones, DoubledVerbsAreNeutral) {
  EXPECT_EQ(Tones("看看"), "45");
  EXPECT_EQ(Tones("想想"), "25");
  EXPECT_EQ(Tones("散散步"), "454");
  EXPECT_EQ(Tones("人人"), "22");
  EXPECT_EQ(Tones("慢慢"), "44");
}

TEST(ClauseTones, SuffixesAreNeutral) {
  EXPECT_EQ(Tones("妈妈"), "15");
  EXPECT_EQ(Tones("同学们"), "225");
  EXPECT_EQ(Tones("桌子上"), "155");
  EXPECT_EQ(Tones("家里"), "15");
  EXPECT_EQ(Tones("去过北京"), "4531");
  EXPECT_EQ(Tones("电子"), "43");
  EXPECT_EQ(Tones("以上"), "34");
}

TEST(ClauseTones, ThirdTonesRiseInWords) {
  EXPECT_EQ(Tones("你好"), "23");
  EXPECT_EQ(Tones("展览馆"), "223");
  EXPECT_EQ(Tones("纸老虎"), "323");
}

TEST(ClauseTones, ThirdTonesRiseInFeet) {
  EXPECT_EQ(Tones("我很好"), "323");
  EXPECT_EQ(Tones("很喜欢"), "235");
  EXPECT_EQ(Tones("我可以"), "323");
  EXPECT_EQ(Tones("我想买书"), "3231");
  EXPECT_EQ(Tones("我也很想你"), "32323");
  EXPECT_EQ(Tones("你有几本"), "2323");
  EXPECT_EQ(Tones("买水果"), "323");
  EXPECT_EQ(Tones("我买水果"), "2323");
  EXPECT_EQ(Tones("五点五十"), "2332");
}

TEST(ClauseTones, PausesKeepThirdTonesApart) { EXPECT_EQ(Tones("你,好"), "303"); }

TEST(ClauseTones, RefusesAnotherNumberOfSyllables) {
  const Segmenter segmenter(test::ProductData(""));
  const std::vector<Word> words = {{U"你好", "l"}};
  std::vector<Syllable> syllables(1);
  test::ExpectError(ErrorCode::kInvalidArgument, "1 syllables are not one for each of 2 characters",
                    [&] { ChangeTones(segmenter, words, syllables); });
}

}  // namespace
}  // namespace bv2::text::zh
