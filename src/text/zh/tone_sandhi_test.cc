#include "text/zh/tone_sandhi.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

// Applies sandhi to a word whose syllables have the tones "33"; returns the new tones.
std::string Apply(std::string_view word, const std::string& tag, std::string_view tones) {
  static const Segmenter segmenter(test::ProductData(""));
  static const ToneSandhi sandhi(test::ProductData(""), segmenter);
  std::vector<Syllable> syllables;
  for (const char tone : tones) syllables.push_back({"", "a", tone - '0'});
  sandhi.Apply({DecodeUtf8(word), tag}, syllables);
  std::string result;
  for (const Syllable& syllable : syllables) result += static_cast<char>('0' + syllable.tone);
  return result;
}

TEST(ToneSandhi, Bu) {
  EXPECT_EQ(Apply("不怕", "v", "44"), "24");
  EXPECT_EQ(Apply("不来", "v", "42"), "42");
  EXPECT_EQ(Apply("看不懂", "v", "443"), "453");
}

TEST(ToneSandhi, Yi) {
  EXPECT_EQ(Apply("一段", "m", "14"), "24");
  EXPECT_EQ(Apply("一天", "m", "11"), "41");
  EXPECT_EQ(Apply("一,", "m", "10"), "10");
  EXPECT_EQ(Apply("第一", "m", "41"), "41");
  EXPECT_EQ(Apply("一二一", "m", "141"), "141");
  EXPECT_EQ(Apply("看一看", "v", "414"), "454");
}

TEST(ToneSandhi, NeutralTone) {
  EXPECT_EQ(Apply("奶奶", "n", "33"), "35");
  EXPECT_EQ(Apply("我们", "r", "32"), "35");
  EXPECT_EQ(Apply("女子", "n", "33"), "23");
  EXPECT_EQ(Apply("家里", "s", "13"), "15");
  EXPECT_EQ(Apply("回来", "v", "22"), "25");
  EXPECT_EQ(Apply("三个", "m", "14"), "15");
  EXPECT_EQ(Apply("葡萄", "n", "22"), "25");
  // The word found inside decides, even where it is not last.
  EXPECT_EQ(Apply("不怎么样", "l", "4354"), "4355");
}

TEST(ToneSandhi, ThirdTones) {
  EXPECT_EQ(Apply("你好", "l", "33"), "23");
  EXPECT_EQ(Apply("蒙古包", "n", "333"), "223");
  EXPECT_EQ(Apply("纸老虎", "n", "333"), "323");
  EXPECT_EQ(Apply("所有人", "n", "332"), "232");
}

TEST(ToneSandhi, RefusesAnotherNumberOfSyllables) {
  test::ExpectError(ErrorCode::kInvalidArgument, "2 characters but 1 syllables",
                    [] { Apply("你好", "l", "3"); });
}

}  // namespace
}  // namespace bv2::text::zh
