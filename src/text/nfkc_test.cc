#include "text/nfkc.h"

#include <gtest/gtest.h>

namespace bv2::text {
namespace {

TEST(Nfkc, ComposesCompatibilityForms) {
  EXPECT_EQ(Nfkc("ＡＢ１ｶﾞ①㍿"), "AB1ガ1株式会社");
  EXPECT_EQ(Nfkc("か\u3099…"), "が...");
  EXPECT_EQ(Nfkc("a\xff"), "a\uFFFD");
  EXPECT_EQ(Nfkc(""), "");
}

}  // namespace
}  // namespace bv2::text
