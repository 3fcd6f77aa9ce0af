#include "text/zh/pinyin.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

std::string Read(std::string_view word) {
  static const Pinyin pinyin(test::ProductData(""));
  std::string result;
  for (const Syllable& s : pinyin.Read(DecodeUtf8(word))) {
    result += s.initial + "|" + s.final + "|" + std::to_string(s.tone) + " ";
  }
  return result;
}

TEST(Syllable, SplitsInTheStrictScheme) {
  const auto split = [](std::string_view reading) {
    const Syllable s = SplitReading(reading);
    return s.initial + "|" + s.final + "|" + std::to_string(s.tone);
  };
  EXPECT_EQ(split("zhong1"), "zh|ong|1");
  EXPECT_EQ(split("yu2"), "|v|2");
  EXPECT_EQ(split("yi1"), "|i|1");
  EXPECT_EQ(split("you3"), "|iou|3");
  EXPECT_EQ(split("yo5"), "|o|5");
  EXPECT_EQ(split("wu4"), "|u|4");
  EXPECT_EQ(split("weng1"), "|ueng|1");
  EXPECT_EQ(split("jun1"), "j|vn|1");
  EXPECT_EQ(split("lve4"), "l|ve|4");
  EXPECT_EQ(split("gui4"), "g|uei|4");
  EXPECT_EQ(split("er2"), "|er|2");
  EXPECT_EQ(split("ng2"), "n||2");
}

TEST(Syllable, KeysAreOrdinarySpelling) {
  for (const char* spelling : {"zhong", "yuan", "yi", "ying", "you", "wu", "wei", "gui", "liu",
                               "dun", "er", "a", "lve", "yue", "wo", "ya", "yong"}) {
    EXPECT_EQ(PhonesKey(SplitReading(std::string(spelling) + "1")), spelling);
  }
}

TEST(Pinyin, PrefersTheLongestPhrase) {
  EXPECT_EQ(Read("银行"), "|in|2 h|ang|2 ");                     // an override
  EXPECT_EQ(Read("行走"), "x|ing|2 z|ou|3 ");                    // no phrase, or a plain one
  EXPECT_EQ(Read("重蹈覆辙"), "ch|ong|2 d|ao|3 f|u|4 zh|e|2 ");  // a phrase
}

TEST(Pinyin, TheDefaultHasBetterReadings) {
  const Pinyin natural(test::ProductData(""), Normalization::kDefault);
  const auto last = [](const Pinyin& pinyin, std::u32string_view word) {
    return pinyin.Read(word).back();
  };
  const Pinyin upstream(test::ProductData(""));
  EXPECT_EQ(last(natural, U"电子"), SplitReading("zi3"));
  EXPECT_EQ(last(upstream, U"电子"), SplitReading("zi5"));
  EXPECT_EQ(last(natural, U"晟"), SplitReading("sheng4"));
  EXPECT_TRUE(natural.HasPhrase(U"银行"));
  EXPECT_FALSE(natural.HasPhrase(U"电子晟"));
}

TEST(Pinyin, CharactersWithoutReadingStandForThemselves) {
  EXPECT_EQ(Read("好,"), "h|ao|3 ,|,|0 ");
  EXPECT_EQ(Read(""), "");
}

}  // namespace
}  // namespace bv2::text::zh
