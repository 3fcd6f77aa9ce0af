#include "text/ja/kana.h"

#include <gmock/gmock.h>

#include "tests/support/test_support.h"

namespace bv2::text::ja {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Kana, HiraganaBecomesKatakana) {
  EXPECT_EQ(ToKatakana(U"ぁんゔ漢カー"), U"ァンゔ漢カー");
  EXPECT_EQ(FullSize(U'ャ'), U'ヤ');
  EXPECT_EQ(FullSize(U'ァ'), U'ァ');
}

TEST(KanaPhones, PairsComeFirst) {
  const KanaPhones kana(test::ProductData(""));
  EXPECT_THAT(kana.Phones(U"シャチ"), ElementsAre("sh", "a", "ch", "i"));
  EXPECT_THAT(kana.Phones(U"ガッコウ。"), ElementsAre("g", "a", "q", "k", "o", "u", "."));
  EXPECT_THAT(kana.Phones(U"トーキョー"), ElementsAre("t", "o", "ky", "o"));
  EXPECT_THAT(kana.Phones(U"カァ"), ElementsAre("k", "a:"));
  EXPECT_THAT(kana.Phones(U" ャ漢 "), ElementsAre("ャ", "漢"));
  EXPECT_THAT(kana.Phones(U""), IsEmpty());
}

}  // namespace
}  // namespace bv2::text::ja
