#include "text/prepare.h"

#include <gtest/gtest.h>

namespace bv2::text {
namespace {

TEST(Prepare, FormsOfASignBecomeOne) {
  EXPECT_EQ(Prepare("ＡＢＣ１２３，２５℃", U'，'), "ABC123,25°C");
  EXPECT_EQ(Prepare("Ⅳ ⅻ", U'，'), "4 12");
  EXPECT_EQ(Prepare("①一 ❷二 ⑳", U'，'), "(1)一 (2)二 (20)");
  EXPECT_EQ(Prepare("½ 3½", U'，'), "1⁄2 3 1⁄2");
  EXPECT_EQ(Prepare("5m² 10⁻³ ㎡", U'，'), "5m^2 10^-3 m2");
  EXPECT_EQ(Prepare("٣٤", U'，'), "34");
  EXPECT_EQ(Prepare("好😀吗", U'、'), "好、吗");
}

TEST(Prepare, RunsStayShort) {
  EXPECT_EQ(Prepare("a \t b \n\n c", U','), "a b\nc");
  EXPECT_EQ(Prepare(std::string(31, '7'), U','), std::string(30, '7') + " 7");
}

}  // namespace
}  // namespace bv2::text
