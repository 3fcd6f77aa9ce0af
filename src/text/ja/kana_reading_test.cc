#include "text/ja/kana_reading.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/support/test_support.h"

namespace bv2::text::ja {
namespace {

TEST(KanaReading, HiraganaAndHalfWidthFormsAreKatakana) {
  EXPECT_EQ(ParseKana("にほん"), U"ニホン");
  EXPECT_EQ(ParseKana("ﾊﾞﾅﾅ"), U"バナナ");
  EXPECT_EQ(ParseKana(" ゔぁいおりん "), U"ヴァイオリン");
}

TEST(KanaReading, SpelledLongVowelsAreLong) {
  EXPECT_EQ(ParseKana("キョウ"), U"キョー");
  EXPECT_EQ(ParseKana("きょう"), U"キョー");
  EXPECT_EQ(ParseKana("センセイ"), U"センセー");
  EXPECT_EQ(ParseKana("キョー"), U"キョー");
  EXPECT_EQ(ParseKana("カウ"), U"カウ");
  EXPECT_EQ(ParseKana("コウィ"), U"コウィ");
  EXPECT_EQ(ParseKana("コ・ウリ"), U"コウリ");
  EXPECT_EQ(ParseKana("ソ ウル"), U"ソウル");
}

TEST(KanaReading, SaysWhatIsWrong) {
  const auto fails = [](const char* reading, const char* message) {
    test::ExpectError(ErrorCode::kInvalidArgument, message, [&] { ParseKana(reading); });
  };
  fails("キョウx", "'x' is no kana");
  fails("今日", "'今' is no kana");
  fails("ー", "no sound");
  fails("", "no sound");
  EXPECT_TRUE(LooksLikeKana("キョウ"));
  EXPECT_FALSE(LooksLikeKana("キョウx"));
  EXPECT_FALSE(LooksLikeKana("・"));
}

}  // namespace
}  // namespace bv2::text::ja
