#include "text/english_phrases.h"

#include <gtest/gtest.h>

#include <string>

namespace bv2::text {
namespace {

bool IsUnit(std::string_view word) { return word == "km" || word == "kg"; }

// The phrases in brackets.
std::string Marked(std::string_view text) {
  std::string result;
  for (const PhrasePart& part : CutEnglishPhrases(text, IsUnit)) {
    result += part.english ? "[" + std::string(part.text) + "]" : std::string(part.text);
  }
  return result;
}

TEST(EnglishPhrases, SeveralWordsMakeOne) {
  EXPECT_EQ(Marked("他说 I have 3 cats，有2只猫"), "他说 I [have 3 cats]，有2只猫");
  EXPECT_EQ(Marked("用iPhone 15 Pro, 买了"), "用[iPhone 15 Pro], 买了");
  EXPECT_EQ(Marked("\"Hello, world!\"是"), "\"[Hello, world]!\"是");
}

TEST(EnglishPhrases, WordsNumbersAndUnitsAloneAreNone) {
  for (const std::string_view text :
       {"跑30 km和Windows 11", "3 km 5 kg", "见 https://a.com/b", "", "GPT-4 5G\xff"}) {
    EXPECT_EQ(Marked(text), text);
  }
}

}  // namespace
}  // namespace bv2::text
