#include "synth/timings.h"

#include <gmock/gmock.h>

#include "tests/support/test_support.h"

namespace bv2::synth {
namespace {

using ::testing::ElementsAre;
using Span = Timings::Span;
using Word = Timings::Word;
using enum text::Language;

// 你。好
Pronunciation YouGood(const std::string& text) {
  return {.text = text,
          .spans = {{.language = text::Language::kZh,
                     .norm_text = "你.好",
                     .phones = {"_", "n", "i", ".", "h", "ao", "_"},
                     .tones = {0, 3, 3, 0, 3, 3, 0},
                     .word2ph = {1, 2, 1, 2, 1},
                     .tokens = {"你", ".", "好"}}}};
}

TEST(TimePieceTest, PhonesWordsAndSentencesFollowOneAnother) {
  const std::vector<int> frames = {1, 2, 3, 4, 5, 6, 7};
  const auto piece = TimePiece(YouGood("你。好"), {.begin = 100, .hop = 10, .frames = frames});
  EXPECT_EQ(piece.whole, (Span{"你。好", 100, 380}));
  EXPECT_THAT(piece.phones,
              ElementsAre(Span{"_", 100, 110}, Span{"n", 110, 130}, Span{"i", 130, 160},
                          Span{".", 160, 200}, Span{"h", 200, 250}, Span{"ao", 250, 310},
                          Span{"_", 310, 380}));
  EXPECT_THAT(piece.words, ElementsAre(Word{{"你", 110, 160}, kZh}, Word{{".", 160, 200}, kZh},
                                       Word{{"好", 200, 310}, kZh}));
  EXPECT_THAT(piece.sentences, ElementsAre(Span{"你。", 100, 200}, Span{"好", 200, 380}));
}

TEST(TimePieceTest, BlanksBelongToThePhoneBefore) {
  const std::vector<int> frames = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const auto piece = TimePiece(YouGood("你。好"), {.begin = 0, .hop = 1, .frames = frames});
  EXPECT_EQ(piece.phones[0], (Span{"_", 0, 6}));
  EXPECT_EQ(piece.phones[1], (Span{"n", 6, 15}));
  EXPECT_EQ(piece.phones[6], (Span{"_", 91, 120}));
  EXPECT_EQ(piece.whole.end, 120u);
}

TEST(TimePieceTest, SentencesThatThePhonesDoNotShowStayTogether) {
  const std::vector<int> frames(7, 1);
  const auto piece = TimePiece(YouGood("你！好！啊"), {.begin = 0, .hop = 2, .frames = frames});
  EXPECT_THAT(piece.sentences, ElementsAre(Span{"你！好！啊", 0, 14}));
  test::ExpectError(ErrorCode::kInvalidArgument, "7 phones came with the frames of 3", [&] {
    TimePiece(YouGood("你"), {.begin = 0, .hop = 1, .frames = std::span(frames).first(3)});
  });
}

TEST(TimePieceTest, PhonesWithoutTokensHaveNoWords) {
  Pronunciation hi = YouGood("hi");
  hi.spans[0].tokens.clear();
  const std::vector<int> frames(7, 1);
  EXPECT_TRUE(TimePiece(hi, {.begin = 0, .hop = 1, .frames = frames}).words.empty());
}

TEST(TimePieceTest, WordsOfEnglishHaveAllPhonesButThePads) {
  Pronunciation english = YouGood("Ni. Hao");
  english.spans[0].language = kEn;
  english.spans[0].tokens.clear();
  english.spans[0].words = {{"Ni", 2}, {".", 1}, {"Hao", 2}};
  const std::vector<int> frames = {1, 2, 3, 4, 5, 6, 7};
  const auto clock = FrameClock{.begin = 100, .hop = 10, .frames = frames};
  const std::vector<Word> words = {
      {{"Ni", 110, 160}, kEn}, {{".", 160, 200}, kEn}, {{"Hao", 200, 310}, kEn}};
  EXPECT_EQ(TimePiece(english, clock).words, words);
  // A span after another one has no pad.
  english.spans[0].phones.erase(english.spans[0].phones.begin());
  EXPECT_EQ(
      TimePiece(english, {.begin = 110, .hop = 10, .frames = std::span(frames).subspan(1)}).words,
      words);
}

TEST(TimePieceTest, SpansOfSeveralLanguagesFollowOneAnother) {
  const Pronunciation mixed = {.text = "好ね",
                               .spans = {{.language = kZh,
                                          .norm_text = "好",
                                          .phones = {"_", "h", "ao"},
                                          .tones = {0, 3, 3},
                                          .word2ph = {1, 2, 0},
                                          .tokens = {"好"}},
                                         {.language = kJp,
                                          .norm_text = "ね",
                                          .phones = {"n", "e", "_"},
                                          .tones = {0, 0, 0},
                                          .word2ph = {0, 2, 1},
                                          .tokens = {"ね"}}}};
  const std::vector<int> frames(6, 1);
  const auto piece = TimePiece(mixed, {.begin = 0, .hop = 1, .frames = frames});
  EXPECT_THAT(piece.languages, ElementsAre(kZh, kJp));
  EXPECT_THAT(piece.words, ElementsAre(Word{{"好", 1, 3}, kZh}, Word{{"ね", 3, 5}, kJp}));
  EXPECT_EQ(piece.phones.back(), (Span{"_", 5, 6}));
  const Json json = ToJson(Timings{.sample_rate = 1, .pieces = {piece}});
  const Json& written = json.At("pieces").AsArray().at(0);
  EXPECT_EQ(written.At("languages").Dump(), R"(["ZH", "JP"])");
  EXPECT_EQ(written.At("words").AsArray().at(1).At("language").AsString(), "JP");
}

TEST(TimingsTest, AreWrittenInSamplesAndSeconds) {
  Timings timings{.sample_rate = 1000, .samples = 4000000};
  Timings::Piece& piece = timings.pieces.emplace_back();
  piece.whole = {"好", 3661500, 3662000};
  piece.phones = {{"h", 3661500, 3662000}};
  piece.sentences = {piece.whole};
  const Json json = ToJson(timings);
  EXPECT_EQ(json.At("samples").AsInteger(), 4000000);
  EXPECT_EQ(json.At("seconds").AsNumber(), 4000);
  const Json& phone = json.At("pieces").AsArray().at(0).At("phones").AsArray().at(0);
  EXPECT_EQ(phone.At("phone").AsString(), "h");
  EXPECT_EQ(phone.At("start").AsNumber(), 3661.5);
  EXPECT_EQ(phone.At("end_sample").AsInteger(), 3662000);
  EXPECT_EQ(ToSubtitles(timings), "1\n01:01:01,500 --> 01:01:02,000\n好\n\n");
}

}  // namespace
}  // namespace bv2::synth
