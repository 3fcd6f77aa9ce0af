#include "text/zh/upstream.h"

#include <gtest/gtest.h>

namespace bv2::text::zh {
namespace {

TEST(ChineseUpstream, SpellsNumbers) {
  EXPECT_EQ(NormalizeUpstream("他有12.5元"), "他有十二点五元");
  EXPECT_EQ(NormalizeUpstream("1.2.3"), "一点二.三");
  EXPECT_EQ(NormalizeUpstream("-5度"), "-五度");
  EXPECT_EQ(NormalizeUpstream("２０个"), "二十个");
}

TEST(ChineseUpstream, ReadsNumbersTheOriginalFailsOnDigitByDigit) {
  EXPECT_EQ(NormalizeUpstream("12345678901234567"), "一二三四五六七八九零一二三四五六七");
  EXPECT_EQ(NormalizeUpstream("٣"), "三");
}

TEST(ChineseUpstream, MapsPunctuationAndDropsTheRest) {
  EXPECT_EQ(NormalizeUpstream("“你好”，《书》：a b…好...吗？\n"), "'你好','书',…好…吗?.");
  EXPECT_EQ(NormalizeUpstream("嗯、呣"), "恩,母");
  EXPECT_EQ(NormalizeUpstream("㐀😀\xff好"), "好");
  EXPECT_EQ(NormalizeUpstream(""), "");
}

}  // namespace
}  // namespace bv2::text::zh
