#include "text/zh/frontend.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "base/log.h"
#include "base/utf8.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

using ::testing::ElementsAre;

const ChineseFrontend& Frontend() {
  static const ChineseFrontend frontend(test::ProductData(""));
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

TEST(ChineseFrontend, NeedsItsTables) {
  test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "zh/words.txt",
                    [&] { ChineseFrontend frontend(folder.path()); });
}

}  // namespace
}  // namespace bv2::text::zh
