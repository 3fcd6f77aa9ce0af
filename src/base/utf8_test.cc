#include "base/utf8.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

TEST(Utf8Test, RoundTripsEveryLength) {
  const std::string text = "aé中😀";
  EXPECT_EQ(DecodeUtf8(text), U"aé中😀");
  EXPECT_EQ(EncodeUtf8(DecodeUtf8(text)), text);
}

TEST(Utf8Test, ReplacesIllFormedSequences) {
  EXPECT_EQ(DecodeUtf8("a\xFFz"), U"a\uFFFDz");
  EXPECT_EQ(DecodeUtf8("\xE4\xBD"), U"\uFFFD");                  // truncated 你
  EXPECT_EQ(DecodeUtf8("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(DecodeUtf8("\xC0\xAF"), U"\uFFFD\uFFFD");            // overlong
}

TEST(Utf8Test, FindsFirstInvalidOffset) {
  EXPECT_EQ(FindInvalidUtf8("中文"), std::string_view::npos);
  EXPECT_EQ(FindInvalidUtf8("中\xFF"), 3u);
}

}  // namespace
}  // namespace bv2
