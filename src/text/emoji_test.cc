#include "text/emoji.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace bv2::text {
namespace {

std::string Without(std::string_view text) {
  return EncodeUtf8(RemoveEmoji(DecodeUtf8(text), U'，'));
}

TEST(Emoji, PicturesAreTakenOut) {
  EXPECT_EQ(Without("好😀！"), "好！");
  EXPECT_EQ(Without("今天真开心😀😀我们走吧"), "今天真开心，我们走吧");
  EXPECT_EQ(Without("👨‍👩‍👧‍👦家"), "家");
  EXPECT_EQ(Without("👍🏽好的❤️"), "好的");
  EXPECT_EQ(Without("🇨🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿"), "");
  EXPECT_EQ(Without("©2026 ㊗ A™的"), "2026 ㊗ A的");
}

TEST(Emoji, KeysAndArithmeticAreRead) {
  EXPECT_EQ(Without("1️⃣2️⃣#️⃣"), "12");
  EXPECT_EQ(Without("3➕2✖️5"), "3+2×5");
}

TEST(Emoji, FacesOfSignsAreTakenOut) {
  EXPECT_EQ(Without("好的(^_^)谢谢"), "好的，谢谢");
  EXPECT_EQ(Without("不要（╥﹏╥）"), "不要");
  EXPECT_EQ(Without("ヽ(´▽`)ノ"), "");
  EXPECT_EQ(Without("(・ω・)ノ"), "");
  EXPECT_EQ(Without("Hi :-) T_T"), "Hi  ");
  EXPECT_EQ(Without("(笑) (a<b) (f_x) 3:2 PT_TP 1<3 :(1)"), "(笑) (a<b) (f_x) 3:2 PT_TP 1<3 :(1)");
}

}  // namespace
}  // namespace bv2::text
