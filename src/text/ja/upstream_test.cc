#include "text/ja/upstream.h"

#include <gtest/gtest.h>

namespace bv2::text::ja {
namespace {

TEST(JapaneseUpstream, SpellsNumbers) {
  EXPECT_EQ(NormalizeUpstream("1,234,567.89円"), "百二十三万四千五百六十七点八九円");
  EXPECT_EQ(NormalizeUpstream("12,34円"), "十二,三十四円");
  EXPECT_EQ(NormalizeUpstream("1234,567"), "百二十三万四千五百六十七");
  EXPECT_EQ(NormalizeUpstream("1,2345"), "一万二千三百四十五");
  EXPECT_EQ(NormalizeUpstream("1.2.3"), "一点二.三");
  EXPECT_EQ(NormalizeUpstream(".5秒、5.秒"), ".五秒,五.秒");
  EXPECT_EQ(NormalizeUpstream("３ヵ月"), "三ヵ月");
}

TEST(JapaneseUpstream, MoneyComesAfterTheAmount) {
  EXPECT_EQ(NormalizeUpstream("$100と€50.5と£3.2"), "百ドルと五十点五ユーロと三点二ポンド");
  EXPECT_EQ(NormalizeUpstream("￥1,980。"), "千九百八十円.");
  EXPECT_EQ(NormalizeUpstream("$.と$5."), ".と五ドル.");
}

TEST(JapaneseUpstream, ReadsNumbersTheOriginalFailsOnDigitByDigit) {
  EXPECT_EQ(NormalizeUpstream(std::string(60, '1')).size(), 60 * std::string("一").size());
}

TEST(JapaneseUpstream, MapsPunctuationAndDropsTheRest) {
  EXPECT_EQ(NormalizeUpstream("『猫』、です。本当？！…・"), "猫,です.本当?!…・");
  EXPECT_EQ(NormalizeUpstream("改行\nＡＢＣ ａ:b;あ😀\xff"), "改行.あ");
  EXPECT_EQ(NormalizeUpstream("ｶﾞｷﾞ"), "ガギ");
  EXPECT_EQ(NormalizeUpstream(""), "");
}

TEST(JapaneseUpstream, LosesWhatTheOriginalLoses) {
  EXPECT_EQ(NormalizeUpstream("人々"), "人");
  EXPECT_EQ(NormalizeUpstream("髙橋と𠮷田と山﨑"), "髙橋と田と山");
}

}  // namespace
}  // namespace bv2::text::ja
