#include "text/readings.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/support/test_support.h"

namespace bv2::text {
namespace {

using ::testing::ElementsAre;

const ReadingParser& Parser() {
  static const ReadingParser parser(test::ProductData(""));
  return parser;
}

// "银行=yin2 hang2" for each reading.
std::vector<std::string> Readings(const Passage& passage) {
  std::vector<std::string> result;
  for (const Reading& reading : passage.readings)
    result.push_back(passage.text.substr(reading.begin, reading.end - reading.begin) + '=' +
                     reading.reading);
  return result;
}

TEST(ReadingParser, TakesAsManyCharactersAsThereAreSyllables) {
  const Passage passage = Parser().Parse("去银行{yin2 hang2}取钱，行{xíng}。");
  EXPECT_EQ(passage.text, "去银行取钱，行。");
  EXPECT_THAT(Readings(passage), ElementsAre("银行=yin2 hang2", "行=xíng"));
}

TEST(ReadingParser, TakesKanjiAndTheirEndingOrKatakana) {
  const Passage passage = Parser().Parse("今日{キョウ}は行った{オコナッタ}、ソウル{ソ・ウル}へ");
  EXPECT_EQ(passage.text, "今日は行った、ソウルへ");
  EXPECT_THAT(Readings(passage),
              ElementsAre("今日=キョウ", "行った=オコナッタ", "ソウル=ソ・ウル"));
  EXPECT_THAT(Readings(Parser().Parse("時々{トキドキ}")), ElementsAre("時々=トキドキ"));
  EXPECT_THAT(Readings(Parser().Parse("GitHub{ギットハブ}")), ElementsAre("GitHub=ギットハブ"));
}

TEST(ReadingParser, TakesAWord) {
  const Passage passage =
      Parser().Parse("I've read{R EH1 D} well-known{N OW1 N} don't{D OW1 N T}.");
  EXPECT_EQ(passage.text, "I've read well-known don't.");
  EXPECT_THAT(Readings(passage), ElementsAre("read=R EH1 D", "known=N OW1 N", "don't=D OW1 N T"));
}

TEST(ReadingParser, BracketsSayWhatIsRead) {
  const Passage passage = Parser().Parse(
      "[今日は]{キョーワ}、食[べ物]{ベモノ} [New York]{N UW1} [银行]{yin2 hang2}[x]");
  EXPECT_EQ(passage.text, "今日は、食べ物 New York 银行[x]");
  EXPECT_THAT(Readings(passage),
              ElementsAre("今日は=キョーワ", "べ物=ベモノ", "New York=N UW1", "银行=yin2 hang2"));
}

TEST(ReadingParser, OtherBracesAreText) {
  for (const char* text : {"{yin2}", "你好{name}", "f{x}", "f{x1}", "银行 {yin2 hang2}", "{", "}",
                           "银{", "银{yin2", "银{yin2\n}", "银{yin|2}", "银{}", "a{{b}}", "[]{AA1}",
                           "]{AA1}", "[x{AA1 ", "，{yin2}", "今日{}", "read{R EH1 D"}) {
    const Passage passage = Parser().Parse(text);
    EXPECT_EQ(passage.text, text);
    EXPECT_TRUE(passage.readings.empty()) << text;
  }
}

TEST(ReadingParser, SaysWhatIsWrongAndWhere) {
  const auto fails = [](const char* text, const char* message) {
    test::ExpectError(ErrorCode::kInvalidArgument, message, [&] { Parser().Parse(text); });
  };
  fails("你好。\n去银行{yin2 xang2}", "{yin2 xang2} at line 2, character 4");
  fails("去银行{yin2 xang2}", "'xang' is no syllable of pinyin");
  fails("银行{yin hang}", "'yin' has no tone");
  fails("去行{yin2 hang2 qu4}", "3 syllables, but only 2 Chinese characters stand before it");
  fails("行{xing2}行{hang2 hang2}", "2 syllables, but only 1 Chinese");
  fails("[银行]{yin2}", "1 syllables for the 2 characters of '银行'");
  fails("[银x]{yin2 hang2}", "has others");
  fails("は{ワ}", "put what it reads in brackets");
  fails("read{R EH D}", "'EH' needs its stress");
  fails("read{R EX1 EH1}", "'EX1' is no phone");
  fails("read{R EX1 EH1}", "put a space before the {");
}

}  // namespace
}  // namespace bv2::text
