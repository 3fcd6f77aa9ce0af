#include "text/split.h"

#include <gmock/gmock.h>

#include "base/rng.h"
#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Sentences(std::string_view text) {
  const std::u32string decoded = DecodeUtf8(text);
  std::vector<std::string> result;
  for (const auto sentence : CutSentences(decoded)) result.push_back(EncodeUtf8(sentence));
  return result;
}

std::vector<std::string> Pieces(std::string_view text, size_t limit) {
  std::vector<std::string> result;
  for (const Piece& piece : CutPieces(text, limit)) result.push_back(piece.text);
  return result;
}

std::vector<Break> Breaks(std::string_view text, size_t limit = MaxPieceCharacters(Language::kZh)) {
  std::vector<Break> result;
  for (const Piece& piece : CutPieces(text, limit)) result.push_back(piece.before);
  return result;
}

TEST(CutSentencesTest, EndsAfterTheMarksOfEveryLanguage) {
  EXPECT_THAT(Sentences("今天好。明天呢？！后天……再说"),
              ElementsAre("今天好。", "明天呢？！", "后天……", "再说"));
  EXPECT_THAT(Sentences("Hello. How are you? fine! yes... no"),
              ElementsAre("Hello.", " How are you?", " fine!", " yes...", " no"));
  EXPECT_THAT(Sentences("今日は。いいね!明日"), ElementsAre("今日は。", "いいね!", "明日"));
  EXPECT_THAT(Sentences("没有标点"), ElementsAre("没有标点"));
  EXPECT_TRUE(Sentences("").empty());
}

TEST(CutSentencesTest, ClosingQuotesAndBracketsStay) {
  EXPECT_THAT(Sentences("“你好。”“再见！”（走了。）他"),
              ElementsAre("“你好。”", "“再见！”", "（走了。）", "他"));
  EXPECT_THAT(Sentences("\"你好。\"他说。\"好。\""),
              ElementsAre("\"你好。\"", "他说。", "\"好。\""));
  EXPECT_THAT(Sentences("「そうだ。」と言った。"), ElementsAre("「そうだ。」と言った。"));
  EXPECT_THAT(Sentences("\"Stop!\" he said. \"Go.\""),
              ElementsAre("\"Stop!\" he said.", " \"Go.\""));
}

TEST(CutSentencesTest, DotsOfNumbersNamesAndAbbreviationsEndNone) {
  for (const char* one : {"圆周率是3.14左右", "Mr. Smith and Dr. Who",
                          "See example.com/a.html?b=1!c now", "The U.S. army at 5 p.m. sharp",
                          "J. R. Tolkien", "1. First", "3.今天", "version 2.0.1", "No. 5 is alive"})
    EXPECT_THAT(Sentences(one), ElementsAre(one));
  EXPECT_THAT(Sentences("It was 1999. Then"), ElementsAre("It was 1999.", " Then"));
  EXPECT_THAT(Sentences("价格是3.5。好"), ElementsAre("价格是3.5。", "好"));
}

TEST(CutPiecesTest, ShortSlicesStayWhole) {
  EXPECT_THAT(Pieces(" 一。二。三。 ", 6), ElementsAre("一。二。三。"));
  EXPECT_THAT(Pieces(" 一。二。三。 ", 5), ElementsAre("一。", "二。", "三。"));
}

TEST(CutPiecesTest, LongSentencesAreCutAtCommasThenSpacesThenAnywhere) {
  EXPECT_THAT(Pieces("一二，三四，五六七，八", 8), ElementsAre("一二，三四，", "五六七，八"));
  EXPECT_THAT(Pieces("one two three four", 9), ElementsAre("one two", "three", "four"));
  EXPECT_THAT(Pieces("一二三四五六七", 3), ElementsAre("一二三", "四五六", "七"));
  EXPECT_THAT(Pieces("a 10,000 b", 8), ElementsAre("a 10,000", "b"));
  EXPECT_THAT(Pieces("abe\xCC\x81", 3), ElementsAre("ab", "e\xCC\x81"));
  EXPECT_THAT(Breaks("一二，三四，五六。七", 6),
              ElementsAre(Break::kSlice, Break::kClause, Break::kSentence));
}

TEST(CutPiecesTest, SeparatorsTellSlicesFromParagraphs) {
  EXPECT_THAT(Pieces("a|b||c\nd\n \ne\r\nf|\n g\n", 9),
              ElementsAre("a", "b", "c", "d", "e", "f", "g"));
  EXPECT_THAT(Breaks("a|b||c\nd\n \ne\r\nf|\n g\n"),
              ElementsAre(Break::kSlice, Break::kSlice, Break::kParagraph, Break::kSlice,
                          Break::kParagraph, Break::kSlice, Break::kSlice));
  EXPECT_TRUE(CutPieces(" |\n||", 9).empty());
}

// Whatever the text: nothing but white space and separators is lost, no piece is too long or blank.
TEST(CutPiecesTest, KeepsEveryCharacterWithinTheLimit) {
  constexpr std::u32string_view kAlphabet = U"一二。！？，.,!?\"”」 ab1|\n…\u0301😀と";
  Rng rng(1);
  std::vector<float> draws(300);
  for (int round = 0; round < 300; ++round) {
    rng.FillUniform(draws);
    std::u32string text, expected, found;
    for (const float draw : draws)
      text += kAlphabet[std::min(kAlphabet.size() - 1,
                                 static_cast<size_t>(draw * static_cast<float>(kAlphabet.size())))];
    for (const char32_t c : text)
      if (c != ' ' && c != '|' && c != '\n') expected += c;
    const size_t limit = static_cast<size_t>(round % 40) + 1;
    for (const Piece& piece : CutPieces(EncodeUtf8(text), limit)) {
      ASSERT_EQ(FindInvalidUtf8(piece.text), std::string::npos);
      const std::u32string decoded = DecodeUtf8(piece.text);
      ASSERT_LE(decoded.size(), limit);
      ASSERT_FALSE(decoded.empty());
      for (const char32_t c : decoded)
        if (c != ' ') found += c;
    }
    ASSERT_EQ(found, expected) << "round " << round;
  }
}

TEST(CutPiecesTest, PiecesKnowWhereTheyBegin) {
  const std::string text = " 一二三，四五。||\n a b|😀 ";
  std::vector<size_t> begins;
  for (const Piece& piece : CutPieces(text, 4)) {
    EXPECT_EQ(text.substr(piece.begin, piece.text.size()), piece.text);
    begins.push_back(piece.begin);
  }
  EXPECT_THAT(begins, ElementsAre(1, 13, 26, 30));
}

TEST(CutPiecesTest, TheLimitIsThatOfTheLanguageOfMostOfTheText) {
  const auto limit = [](std::vector<LanguageRun> runs) {
    return MaxPieceCharacters({.passage = {.text = std::string(10, 'a')}, .runs = std::move(runs)});
  };
  EXPECT_EQ(limit({{0, 10, Language::kEn}}), 250u);
  EXPECT_EQ(limit({{0, 4, Language::kZh}, {4, 10, Language::kEn}}), 250u);
  EXPECT_EQ(limit({{0, 5, Language::kEn}, {5, 10, Language::kJp}}), 100u);
}

TEST(CutPiecesTest, TakesIllFormedBytesAndRefusesNoLength) {
  EXPECT_THAT(Pieces("a\xff\xe4", 2), ElementsAre("a\xEF\xBF\xBD", "\xEF\xBF\xBD"));
  test::ExpectError(ErrorCode::kInvalidArgument, "at most 0", [] { CutPieces("a", 0); });
}

TEST(CutOpeningTest, CutsAfterTheFirstClauseThatIsLongEnough) {
  const auto cut = [](const Passage& passage, size_t min_characters) {
    std::vector<Piece> pieces = CutPieces(passage, 100);
    CutOpening(passage, min_characters, pieces);
    std::vector<std::string> texts;
    for (const Piece& piece : pieces) {
      EXPECT_EQ(passage.text.substr(piece.begin, piece.text.size()), piece.text);
      texts.push_back(piece.text);
    }
    if (pieces.size() > 1) {
      EXPECT_EQ(pieces[1].before, Break::kClause);
    }
    return texts;
  };
  EXPECT_THAT(cut({.text = "啊，今天天气好，我们去吧。"}, 3),
              ElementsAre("啊，今天天气好，", "我们去吧。"));
  EXPECT_THAT(cut({.text = "你好。今天天气好。"}, 3), ElementsAre("你好。", "今天天气好。"));
  EXPECT_THAT(cut({.text = "It costs 3,500.50 in all. I see."}, 5),
              ElementsAre("It costs 3,500.50 in all.", "I see."));
  EXPECT_THAT(cut({.text = "Mr. Smith said \"Stop.\" Then he left"}, 5),
              ElementsAre("Mr. Smith said \"Stop.\"", "Then he left"));
  for (const char* whole : {"", "你好", "你好，世", "今天天气好我们去吧", "今天天气好我们去吧。"})
    EXPECT_LE(cut({.text = whole}, 3).size(), 1u) << whole;
  EXPECT_THAT(cut({.text = "New York, New York, a city", .readings = {{0, 18, "x"}}}, 4),
              ElementsAre("New York, New York,", "a city"));
}

TEST(CutPiecesTest, WhatHasAReadingStaysWhole) {
  const auto cut = [](const Passage& passage, size_t limit) {
    std::vector<std::string> texts;
    for (const Piece& piece : CutPieces(passage, limit)) texts.push_back(piece.text);
    return texts;
  };
  const Passage digits = {.text = "0123456789", .readings = {{3, 5, "x"}, {6, 10, "x"}}};
  EXPECT_THAT(cut(digits, 4), ElementsAre("012", "345", "6789"));
  const Passage sentences = {.text = "Oh. A. B. Cd.", .readings = {{4, 9, "x"}}};
  EXPECT_THAT(cut(sentences, 7), ElementsAre("Oh.", "A. B.", "Cd."));
  const Passage words = {.text = "New York City", .readings = {{0, 13, "x"}}};
  EXPECT_THAT(cut(words, 5), ElementsAre("New York City"));
}

}  // namespace
}  // namespace bv2::text
