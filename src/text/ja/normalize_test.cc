#include "text/ja/normalize.h"

#include <gtest/gtest.h>

namespace bv2::text::ja {
namespace {

std::string Upstream(std::string_view text) { return Normalize(text, Normalization::kUpstream); }

TEST(JapaneseNormalize, SpellsNumbers) {
  EXPECT_EQ(Upstream("1,234,567.89円"), "百二十三万四千五百六十七点八九円");
  EXPECT_EQ(Upstream("12,34円"), "十二,三十四円");
  EXPECT_EQ(Upstream("1234,567"), "百二十三万四千五百六十七");
  EXPECT_EQ(Upstream("1,2345"), "一万二千三百四十五");
  EXPECT_EQ(Upstream("1.2.3"), "一点二.三");
  EXPECT_EQ(Upstream(".5秒、5.秒"), ".五秒,五.秒");
  EXPECT_EQ(Upstream("３ヵ月"), "三ヵ月");
}

TEST(JapaneseNormalize, MoneyComesAfterTheAmount) {
  EXPECT_EQ(Upstream("$100と€50.5と£3.2"), "百ドルと五十点五ユーロと三点二ポンド");
  EXPECT_EQ(Upstream("￥1,980。"), "千九百八十円.");
  EXPECT_EQ(Upstream("$.と$5."), ".と五ドル.");
}

TEST(JapaneseNormalize, ReadsNumbersTheOriginalFailsOnDigitByDigit) {
  EXPECT_EQ(Upstream(std::string(60, '1')).size(), 60 * std::string("一").size());
}

TEST(JapaneseNormalize, MapsPunctuationAndDropsTheRest) {
  EXPECT_EQ(Upstream("『猫』、です。本当？！…・"), "猫,です.本当?!…・");
  EXPECT_EQ(Upstream("改行\nＡＢＣ ａ:b;あ😀\xff"), "改行.あ");
  EXPECT_EQ(Upstream("ｶﾞｷﾞ"), "ガギ");
  EXPECT_EQ(Upstream(""), "");
}

TEST(JapaneseNormalize, KeepsWhatIsReadUnlessAsTheOriginal) {
  EXPECT_EQ(Normalize("々人々、々", Normalization::kDefault), "人々,");
  EXPECT_EQ(Upstream("人々"), "人");
  EXPECT_EQ(Normalize("髙橋と𠮷田と山﨑", Normalization::kDefault), "高橋と吉田と山崎");
  EXPECT_EQ(Upstream("髙橋と𠮷田と山﨑"), "髙橋と田と山");
}

}  // namespace
}  // namespace bv2::text::ja
