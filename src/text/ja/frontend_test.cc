#include "text/ja/frontend.h"

#include <gmock/gmock.h>

#include <array>
#include <numeric>
#include <random>

#include "base/file.h"
#include "base/log.h"
#include "base/utf8.h"
#include "tests/support/random_text.h"
#include "tests/support/test_support.h"

namespace bv2::text::ja {
namespace {

using ::testing::ElementsAre;

const JapaneseFrontend& Frontend() {
  static const JapaneseFrontend frontend(test::ProductData(""));
  return frontend;
}

const JapaneseFrontend& UpstreamFrontend() {
  static const JapaneseFrontend frontend(test::ProductData(""),
                                         {.normalization = Normalization::kUpstream});
  return frontend;
}

TEST(JapaneseFrontend, SaysASentence) {
  const Phones result = Frontend().ToPhones("今日は、Bob！");
  EXPECT_EQ(result.norm_text, "今日は!");
  EXPECT_EQ(result.language, Language::kJp);
  EXPECT_THAT(result.phones, ElementsAre("_", "ky", "o", "w", "a", "!", "_"));
  EXPECT_THAT(result.tones, ElementsAre(0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(result.word2ph, ElementsAre(1, 2, 2, 1, 1));
  EXPECT_THAT(result.tokens, ElementsAre("今日", "は", "!"));
}

TEST(JapaneseFrontend, SpreadsPhonesOverTheTokensOfBert) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "vocab.txt", "[UNK]\n[CLS]\n[SEP]\n学\n##校\nへ\n");
  const JapaneseFrontend frontend(
      test::ProductData(""),
      {.tokenizer = std::make_shared<const WordPiece>(folder / "vocab.txt", false)});
  const Phones result = frontend.ToPhones("学校へ猫");
  EXPECT_THAT(result.tokens, ElementsAre("学", "##校", "へ", "[UNK]"));
  EXPECT_THAT(result.word2ph, ElementsAre(1, 3, 2, 1, 4, 1));
}

TEST(JapaneseFrontend, AnEmptyTextIsTwoPads) {
  const Phones result = Frontend().ToPhones("😀");
  EXPECT_THAT(result.phones, ElementsAre("_", "_"));
  EXPECT_THAT(result.word2ph, ElementsAre(1, 1));
}

TEST(JapaneseFrontend, UnreadableCharactersAreUnknownAndSmallKanaFullSize) {
  EXPECT_THAT(Frontend().ToPhones("㐃").phones, ElementsAre("_", "UNK", "_"));
  EXPECT_THAT(Frontend().ToPhones("ゃ").phones, ElementsAre("_", "y", "a", "_"));
  EXPECT_THAT(Frontend().ToPhones("ゔぁ").phones, ElementsAre("_", "b", "u", "a", "_"));
}

TEST(DistributePhones, TheFirstTokensGetMore) {
  EXPECT_THAT(DistributePhones(7, 3), ElementsAre(3, 2, 2));
  EXPECT_THAT(DistributePhones(1, 3), ElementsAre(1, 0, 0));
  EXPECT_THAT(DistributePhones(0, 2), ElementsAre(0, 0));
}

// Any code points, half of them from the blocks Japanese is written with.
std::string RandomText(std::mt19937& random) {
  constexpr std::array<std::pair<char32_t, char32_t>, 6> kBlocks = {{{0x20, 0x7e},
                                                                     {0x3000, 0x30ff},
                                                                     {0x3400, 0x9fff},
                                                                     {0xf900, 0xffef},
                                                                     {0x2000, 0x206f},
                                                                     {0x20000, 0x2a6df}}};
  const auto pick = [&random](char32_t from, char32_t to) {
    return std::uniform_int_distribution<uint32_t>(from, to)(random);
  };
  std::string text;
  for (auto length = random() % 40; length > 0; --length) {
    const auto [from, to] = kBlocks[random() % kBlocks.size()];
    AppendUtf8(random() % 2 == 0 ? pick(0, 0x10ffff) : pick(from, to), text);
    if (random() % 50 == 0) text += static_cast<char>(random());
  }
  return text;
}

TEST(JapaneseFrontend, NoTextFails) {
  const JapaneseFrontend upstream(test::ProductData(""),
                                  {.normalization = Normalization::kUpstream});
  std::mt19937 random(1);
  SetLogLevel(LogLevel::kError);
  for (int i = 0; i < 10000; ++i) {
    const std::string text = RandomText(random);
    for (const JapaneseFrontend* frontend : {&Frontend(), &upstream}) {
      const Phones result = frontend->ToPhones(text);
      ASSERT_NO_THROW(ToIds(result)) << text;
      ASSERT_EQ(result.word2ph.size(), result.tokens.size() + 2) << text;
    }
  }
  SetLogLevel(LogLevel::kInfo);
}

TEST(JapaneseFrontend, NeverFails) {
  SetLogLevel(LogLevel::kError);
  std::mt19937 random(7);
  for (int i = 0; i < 10000; ++i) {
    const std::string text =
        test::RandomText(random,
                         U"のは一二十百万億年月日個点分秒第からーっ々〇、。？！・：（）012345678901"
                         U"2345678901234567 .,:;-〜/$¥%+=<>^*@#&°Cekmgpa①Ⅳ½²");
    for (const JapaneseFrontend* frontend : {&Frontend(), &UpstreamFrontend()}) {
      const Phones phones = frontend->ToPhones(text);
      ASSERT_NO_THROW(AddBlanks(ToIds(phones))) << text;
      ASSERT_EQ(phones.word2ph.size(), phones.tokens.size() + 2) << text;
    }
  }
  SetLogLevel(LogLevel::kInfo);
}

TEST(JapaneseFrontend, NeedsItsTables) {
  const test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "ja/readings.tsv",
                    [&] { JapaneseFrontend frontend(folder.path()); });
}

}  // namespace
}  // namespace bv2::text::ja
