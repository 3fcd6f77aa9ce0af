#include "text/zh/frontend.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "base/log.h"
#include "base/utf8.h"
#include "tests/support/random_text.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

using ::testing::ElementsAre;

const ChineseFrontend& Frontend() {
  static const ChineseFrontend frontend(test::ProductData(""));
  return frontend;
}

const ChineseFrontend& Upstream() {
  static const ChineseFrontend frontend(test::ProductData(""), Normalization::kUpstream);
  return frontend;
}

TEST(ChineseFrontend, SaysASentence) {
  const Phones result = Frontend().ToPhones("你好，Bob说！");
  EXPECT_EQ(result.norm_text, "你好,说!");
  EXPECT_THAT(result.phones, ElementsAre("_", "n", "i", "h", "ao", ",", "sh", "uo", "!", "_"));
  EXPECT_THAT(result.tones, ElementsAre(0, 2, 2, 3, 3, 0, 1, 1, 0, 0));
  EXPECT_THAT(result.word2ph, ElementsAre(1, 2, 2, 1, 2, 1, 1));
}

TEST(ChineseFrontend, AnEmptyTextIsTwoPads) {
  const Phones result = Frontend().ToPhones("");
  EXPECT_THAT(result.phones, ElementsAre("_", "_"));
  EXPECT_THAT(result.word2ph, ElementsAre(1, 1));
}

TEST(ChineseFrontend, UnreadableCharactersAreUnknown) {
  EXPECT_THAT(Frontend().ToPhones("兙").phones, ElementsAre("_", "UNK", "_"));
  EXPECT_THAT(Frontend().ToPhones("科技公司都关一关").word2ph.size(), 10u);
}

TEST(ChineseFrontend, EveryIdeographYieldsValidPhones) {
  std::string text;
  for (char32_t c = 0x4e00; c <= 0x9fa5; ++c) AppendUtf8(c, text);
  SetLogLevel(LogLevel::kError);
  const PhoneIds ids = ToIds(Frontend().ToPhones(text));
  SetLogLevel(LogLevel::kInfo);
  EXPECT_EQ(ids.word2ph.size(), 0x9fa5u - 0x4e00 + 1 + 2);
  // A handful of measure units and interjections have no syllable of their own.
  EXPECT_LT(std::count(ids.phones.begin(), ids.phones.end(), *SymbolId(kUnknown)), 30);
}

TEST(ChineseFrontend, NeverFails) {
  SetLogLevel(LogLevel::kError);
  std::mt19937 random(7);
  for (int i = 0; i < 10000; ++i) {
    const std::string text =
        test::RandomText(random,
                         U"的一二十百万亿年月日个点分秒第到，。？！、：（）012345678901234567890123"
                         U"4567 .,:;-~/$¥%+=<>^*@#&°Cekmgpa①Ⅳ½²後著乾");
    for (const ChineseFrontend* frontend : {&Frontend(), &Upstream()}) {
      const Phones phones = frontend->ToPhones(text);
      ASSERT_NO_THROW(AddBlanks(ToIds(phones))) << text;
      ASSERT_EQ(phones.word2ph.size(), phones.tokens.size() + 2) << text;
    }
  }
  SetLogLevel(LogLevel::kInfo);
}

TEST(ChineseFrontend, NeedsItsTables) {
  test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "zh/words.txt",
                    [&] { ChineseFrontend frontend(folder.path()); });
}

}  // namespace
}  // namespace bv2::text::zh
