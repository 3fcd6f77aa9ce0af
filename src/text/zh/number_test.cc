#include "text/zh/number.h"

#include <gtest/gtest.h>

#include <utility>

#include "base/utf8.h"

namespace bv2::text::zh {
namespace {

std::string Read(std::string_view number) {
  const auto words = ReadNumber(DecodeUtf8(number));
  return words ? EncodeUtf8(*words) : "none";
}

TEST(Number, ReadsIntegersInGroupsOfFour) {
  const std::pair<const char*, const char*> cases[] = {{"0", "零"},
                                                       {"007", "七"},
                                                       {"10", "十"},
                                                       {"110", "一百一十"},
                                                       {"1001", "一千零一"},
                                                       {"100000", "十万"},
                                                       {"9306000", "九百三十万零六千"},
                                                       {"1000000000000", "一万亿"},
                                                       {"1000000000000001", "一千万亿零一"},
                                                       {"-12", "负十二"},
                                                       {"１２", "十二"}};
  for (const auto& [digits, words] : cases) EXPECT_EQ(Read(digits), words) << digits;
}

TEST(Number, ReadsDecimalsDigitByDigit) {
  EXPECT_EQ(Read("3.14"), "三点一四");
  EXPECT_EQ(Read("0.50"), "零点五零");
  EXPECT_EQ(Read("0.12345678901234567"), "零点一二三四五六七八九零一二三四五六");
}

TEST(Number, RefusesTheRest) {
  for (const char* text : {"", "-", ".5", "5.", "1.2.3", "1,000", "12345678901234567", "一"}) {
    EXPECT_EQ(Read(text), "none") << text;
  }
  EXPECT_EQ(EncodeUtf8(ReadDigits(U"10.2")), "一零二");
}

}  // namespace
}  // namespace bv2::text::zh
