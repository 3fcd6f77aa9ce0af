#include "synth/pronunciation_json.h"

#include <gmock/gmock.h>

#include "tests/support/test_support.h"

namespace bv2::synth {
namespace {

constexpr const char* kLine =
    R"({"text": "你好", "language": "ZH", "norm_text": "你好", )"
    R"("phones": ["_", "n", "i", "h", "ao", "_"], "tones": [0, 2, 2, 3, 3, 0], )"
    R"("word2ph": [1, 2, 2, 1], "tokens": ["你", "好"]})";

Pronunciation Parse(std::string line, std::string_view find = "",
                    std::string_view replacement = "") {
  if (!find.empty()) line.replace(line.find(find), find.size(), replacement);
  return PronunciationFromJson(Json::Parse(line, "test"));
}

TEST(PronunciationJsonTest, WhatIsPrintedIsReadBack) {
  const Pronunciation read = Parse(kLine);
  EXPECT_EQ(ToJson(read).Dump(), kLine);
  EXPECT_EQ(read.spans.at(0).tones.at(1), 2);
}

TEST(PronunciationJsonTest, SpansOfSeveralLanguagesAreReadBack) {
  const std::string line =
      R"({"text": "好ね", "spans": [)"
      R"({"language": "ZH", "norm_text": "好", "phones": ["_", "h", "ao"], "tones": [0, 3, 3], )"
      R"("word2ph": [1, 2, 0], "tokens": ["好"]}, )"
      R"({"language": "JP", "norm_text": "ね", "phones": ["n", "e", "_"], "tones": [0, 0, 0], )"
      R"("word2ph": [0, 2, 1], "tokens": ["ね"]}]})";
  const Pronunciation read = Parse(line);
  EXPECT_EQ(ToJson(read).Dump(), line);
  ASSERT_EQ(read.spans.size(), 2u);
  EXPECT_EQ(read.spans[1].language, text::Language::kJp);
  EXPECT_EQ(Parse(line, R"("text": "好ね", )").text, "好ね");
  test::ExpectError(ErrorCode::kInvalidArgument, "sums to 2",
                    [&] { Parse(line, "[0, 2, 1]", "[0, 2, 0]"); });
}

TEST(PronunciationJsonTest, WordsOfEnglishAreReadBack) {
  const std::string line =
      R"({"text": "Hi, me", "language": "EN", "norm_text": "Hi, me", )"
      R"("phones": ["_", "hh", "ay", ",", "m", "iy", "_"], "tones": [0, 0, 2, 0, 0, 2, 0], )"
      R"("word2ph": [1, 1, 1, 1, 1, 1, 1], "tokens": [], )"
      R"("words": ["Hi", ",", "me"], "phones_of_words": [2, 1, 2]})";
  const Pronunciation read = Parse(line);
  EXPECT_EQ(ToJson(read).Dump(), line);
  EXPECT_EQ(read.spans.at(0).words.at(2), (text::SpokenWord{"me", 2}));
  const auto refuse = [&](const char* find, const char* replacement, const char* fragment) {
    test::ExpectError(ErrorCode::kInvalidArgument, fragment,
                      [&] { Parse(line, find, replacement); });
  };
  refuse("[2, 1, 2]", "[2, 1, 3]", "5 phones between the pads came with words of 6");
  refuse("[2, 1, 2]", "[2, 3]", "3 words came with 2 phones_of_words");
}

TEST(PronunciationJsonTest, TokensOfChineseAreItsCharacters) {
  EXPECT_THAT(Parse(kLine, R"(, "tokens": ["你", "好"])").spans.at(0).tokens,
              testing::ElementsAre("你", "好"));
}

TEST(PronunciationJsonTest, RefusesWhatCannotBeSpoken) {
  const auto refuse = [](ErrorCode code, const char* find, const char* replacement,
                         const char* fragment) {
    test::ExpectError(code, fragment, [&] { Parse(kLine, find, replacement); });
  };
  refuse(ErrorCode::kInvalidArgument, "\"n\"", "\"xyz\"", "'xyz' is not a phone");
  refuse(ErrorCode::kInvalidArgument, "0, 2", "0, 6", "tones has a 6");
  refuse(ErrorCode::kInvalidArgument, "0, 2", "0, -1", "tones has a -1");
  refuse(ErrorCode::kInvalidArgument, "[1, 2, 2", "[1, 2, 1", "sums to 5");
  refuse(ErrorCode::kInvalidArgument, "[1, 2, 2", "[1, 9223372036854775807, 2", "word2ph has a 9");
  refuse(ErrorCode::kInvalidArgument, "\"ZH\"", "\"XX\"", "'XX' is not a language");
  refuse(ErrorCode::kNotFound, "\"phones\"", "\"phonemes\"", "phones");
}

}  // namespace
}  // namespace bv2::synth
