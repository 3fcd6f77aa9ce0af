#include "text/en/number.h"

#include <gtest/gtest.h>

#include "text/en/expand_numbers.h"

namespace bv2::text::en {
namespace {

TEST(EnglishNumber, Cardinals) {
  EXPECT_EQ(Cardinal("0"), "zero");
  EXPECT_EQ(Cardinal("000021"), "twenty-one");
  EXPECT_EQ(Cardinal("1001"), "one thousand one");
  EXPECT_EQ(Cardinal("1001", {.conjunction = "and"}), "one thousand and one");
  EXPECT_EQ(Cardinal("1000100"), "one million, one hundred");
  EXPECT_EQ(Cardinal("2000000"), "two million");
  EXPECT_EQ(Cardinal("1" + std::string(33, '0')), "one decillion");
  EXPECT_EQ(Cardinal("1" + std::string(36, '0')).substr(0, 13), "one zero zero");
}

TEST(EnglishNumber, Ordinals) {
  EXPECT_EQ(Ordinal("1"), "first");
  EXPECT_EQ(Ordinal("12"), "twelfth");
  EXPECT_EQ(Ordinal("20"), "twentieth");
  EXPECT_EQ(Ordinal("101", {.conjunction = "and"}), "one hundred and first");
}

TEST(EnglishNumber, Years) {
  EXPECT_EQ(YearOrCardinal("1000"), "one thousand");
  EXPECT_EQ(YearOrCardinal("1905"), "nineteen oh five");
  EXPECT_EQ(YearOrCardinal("1900"), "nineteen hundred");
  EXPECT_EQ(YearOrCardinal("2000"), "two thousand");
  EXPECT_EQ(YearOrCardinal("2009"), "two thousand nine");
  EXPECT_EQ(YearOrCardinal("3000"), "three thousand");
}

TEST(ExpandNumbers, KeepsWhatIsNoNumber) {
  EXPECT_EQ(ExpandNumbers("é, $ £ .5 x"), "é, $ £ .five x");
  EXPECT_EQ(ExpandNumbers("$,5 and $.00"), "five dollars and zero dollars");
}

}  // namespace
}  // namespace bv2::text::en
