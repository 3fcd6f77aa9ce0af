#include "text/addresses.h"

#include <gtest/gtest.h>

namespace bv2::text {
namespace {

TEST(Addresses, EndBeforePunctuationAndOtherScripts) {
  EXPECT_EQ(AddressLength(U"https://a.com/b?c=1&d=2。见"), 23u);
  EXPECT_EQ(AddressLength(U"www.a.com, and"), 9u);
  EXPECT_EQ(AddressLength(U"me_1@163.com吧"), 12u);
  EXPECT_EQ(AddressLength(U"a.com/b_1)."), 9u);
  EXPECT_EQ(AddressLength(U"example.com!"), 11u);
}

TEST(Addresses, OtherWordsAreNone) {
  for (const std::u32string_view text :
       {U"", U"Node.js", U"3.14", U"me@home", U"@me", U"a.b", U".com", U"http://", U"你好.com"}) {
    EXPECT_EQ(AddressLength(text), 0u);
  }
}

}  // namespace
}  // namespace bv2::text
