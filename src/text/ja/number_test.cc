#include "text/ja/number.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace bv2::text::ja {
namespace {

std::string Read(std::u32string_view number) {
  const auto words = ReadNumber(number);
  return words ? EncodeUtf8(*words) : "none";
}

TEST(JapaneseNumber, OnesAreSilentBelowTenThousandOnly) {
  EXPECT_EQ(Read(U"0"), "零");
  EXPECT_EQ(Read(U"000"), "零");
  EXPECT_EQ(Read(U"1111"), "千百十一");
  EXPECT_EQ(Read(U"11110000"), "千百十一万");
  EXPECT_EQ(Read(U"100010001"), "一億一万一");
  EXPECT_EQ(Read(U"００７"), "七");
  EXPECT_EQ(Read(U"-1"), "マイナス一");
}

// Expected values: num2words 0.5.12.
TEST(JapaneseNumber, GroupsBelowTheFirstKeep28Digits) {
  EXPECT_EQ(Read(U"1000000000000000000000000000000000000000000000000"), "一極");
  EXPECT_EQ(Read(U"56092493040886145834910012757091558009542193"),
            "五千六百九正二千四百九十三澗四百八溝八千六百十四穣五千八百三十四秭九千百垓"
            "千二百七十五京七千九十二兆");
}

TEST(JapaneseNumber, FractionsAreThoseOfADouble) {
  EXPECT_EQ(Read(U"3.14"), "三点一四");
  EXPECT_EQ(Read(U"9314.2771460"), "九千三百十四点二七七一四六");
  EXPECT_EQ(Read(U"10.0"), "十");
  EXPECT_EQ(Read(U"1."), "一");
  EXPECT_EQ(Read(U"0.05"), "零点零五");
  EXPECT_EQ(Read(U"0.00000015"), "零点零零零零零零一五");
}

TEST(JapaneseNumber, RefusesWhatIsNoNumberOrTooLarge) {
  for (const auto* text : {U"", U"-", U"1.2.3", U"12a", U"一", U"."}) EXPECT_EQ(Read(text), "none");
  EXPECT_EQ(Read(std::u32string(52, U'9')), "none");
  EXPECT_EQ(Read(std::u32string(400, U'9') + U".5"), "none");
  EXPECT_EQ(Read(U"0." + std::u32string(310, U'0') + U"1"), "none");
}

TEST(JapaneseNumber, DigitsOneByOne) { EXPECT_EQ(ReadDigits(U"1０-2.5"), U"一零二点五"); }

}  // namespace
}  // namespace bv2::text::ja
