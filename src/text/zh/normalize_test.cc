#include "text/zh/normalize.h"

#include <gtest/gtest.h>

namespace bv2::text::zh {
namespace {

TEST(Normalize, SpellsNumbers) {
  EXPECT_EQ(Normalize("他有12.5元"), "他有十二点五元");
  EXPECT_EQ(Normalize("1.2.3"), "一点二.三");
  EXPECT_EQ(Normalize("-5度"), "-五度");
  EXPECT_EQ(Normalize("２０个"), "二十个");
}

TEST(Normalize, ReadsNumbersTheOriginalFailsOnDigitByDigit) {
  EXPECT_EQ(Normalize("12345678901234567"), "一二三四五六七八九零一二三四五六七");
  EXPECT_EQ(Normalize("٣"), "三");
}

TEST(Normalize, MapsPunctuationAndDropsTheRest) {
  EXPECT_EQ(Normalize("“你好”，《书》：a b…好...吗？\n"), "'你好','书',…好…吗?.");
  EXPECT_EQ(Normalize("嗯、呣"), "恩,母");
  EXPECT_EQ(Normalize("㐀😀\xff好"), "好");
  EXPECT_EQ(Normalize(""), "");
}

}  // namespace
}  // namespace bv2::text::zh
