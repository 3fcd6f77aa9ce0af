#include "text/frontends.h"

#include <gmock/gmock.h>

#include <array>
#include <random>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/utf8.h"
#include "tests/support/test_support.h"
#include "text/user_dictionary.h"

namespace bv2::text {
namespace {

using ::testing::ElementsAre;

TEST(Frontends, OpensTheOneOfALanguageOnce) {
  const Frontends frontends({.data = test::ProductData("")});
  std::vector<const Frontend*> found(4);
  std::vector<std::thread> threads;
  for (const Frontend*& frontend : found)
    threads.emplace_back([&] { frontend = &frontends.Of(Language::kJp); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(found, ::testing::Each(found[0]));
  EXPECT_EQ(found[0]->ToPhones("猫").language, Language::kJp);
  EXPECT_EQ(frontends.Of(Language::kZh).ToPhones("猫").language, Language::kZh);
  EXPECT_EQ(frontends.Of(Language::kEn).ToPhones("cat").language, Language::kEn);
}

TEST(Frontends, PassesTheOptionsOn) {
  const Frontends frontends(
      {.data = test::ProductData(""), .japanese_vocabulary = test::TestData("text/ja_vocab.txt")});
  const Phones phones =
      frontends.Of(Language::kJp, Normalization::kUpstream).ToPhones("人々の鮮度");
  EXPECT_EQ(phones.norm_text, "人の鮮度");
  EXPECT_THAT(phones.tokens, ElementsAre("人", "の", "鮮", "##度"));
  EXPECT_EQ(frontends.Of(Language::kJp).ToPhones("人々").norm_text, "人々");
  EXPECT_EQ(frontends.Of(Language::kEn, Normalization::kUpstream).ToPhones("5").norm_text, "5");
  EXPECT_EQ(frontends.Of(Language::kEn).ToPhones("5").norm_text, "five");
}

std::vector<std::string> Spoken(const Frontends& frontends, std::string_view text,
                                const TextOptions& options) {
  std::vector<std::string> spans;
  for (const Phones& span : frontends.ToSpans(frontends.Mark(text, options), options.normalization))
    spans.push_back(std::string(LanguageName(span.language)) + ":" + span.norm_text);
  return spans;
}

TEST(Frontends, SpeaksSeveralLanguagesAtOnce) {
  const Frontends frontends({.data = test::ProductData("")});
  const TextOptions automatic = {.language = std::nullopt};
  EXPECT_THAT(Spoken(frontends, "这个iPhone 15真好，すごい", automatic),
              ElementsAre("ZH:这个", "EN:iPhone", "ZH:十五真好,", "JP:すごい"));
  EXPECT_THAT(Spoken(frontends, "<ja>東京</ja>，A股", automatic),
              ElementsAre("JP:東京", "EN:A", "ZH:股"));
  EXPECT_THAT(Spoken(frontends, "你好Bob", {}), ElementsAre("ZH:你好", "EN:Bob"));
  EXPECT_THAT(Spoken(frontends, "航班CA1234，V2版", {}),
              ElementsAre("ZH:航班", "EN:C.A.", "ZH:一二三四,", "EN:V", "ZH:二版"));
  EXPECT_THAT(Spoken(frontends, "", {.language = Language::kJp}), ElementsAre("JP:"));
  EXPECT_THAT(Spoken(frontends, "한국", automatic), ElementsAre("ZH:"));
  const Phones alone = frontends.Of(Language::kZh).ToPhones("你好，世界");
  const auto spans = frontends.ToSpans(frontends.Mark("你好，世界", automatic));
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].phones, alone.phones);
}

TEST(Frontends, ForeignWordsCanBeDropped) {
  const Frontends frontends({.data = test::ProductData("")});
  EXPECT_THAT(Spoken(frontends, "你好Bob", {.foreign = Foreign::kDrop}), ElementsAre("ZH:你好"));
  EXPECT_THAT(Spoken(frontends, "你好Bob", {.normalization = Normalization::kUpstream}),
              ElementsAre("ZH:你好"));
  EXPECT_THAT(Spoken(frontends, "你好<en>Bob", {.foreign = Foreign::kDrop}),
              ElementsAre("ZH:你好", "EN:Bob"));
}

// Any code points, most of them from the blocks that texts are written with, and tags.
std::string RandomText(std::mt19937& random) {
  constexpr std::array<std::pair<char32_t, char32_t>, 8> kBlocks = {{{0x20, 0x7e},
                                                                     {0x20, 0x7e},
                                                                     {0xa0, 0x24f},
                                                                     {0x2000, 0x206f},
                                                                     {0x3000, 0x30ff},
                                                                     {0x4e00, 0x9fff},
                                                                     {0xff00, 0xffef},
                                                                     {0x1f300, 0x1f6ff}}};
  constexpr std::array<const char*, 5> kTags = {"<zh>", "<JA>", "<en>", "</en>", "</zh>"};
  const auto pick = [&random](char32_t from, char32_t to) {
    return std::uniform_int_distribution<uint32_t>(from, to)(random);
  };
  std::string text;
  for (auto length = random() % 40; length > 0; --length) {
    const auto [from, to] = kBlocks[random() % kBlocks.size()];
    AppendUtf8(random() % 4 == 0 ? pick(0, 0x10ffff) : pick(from, to), text);
    if (random() % 50 == 0) text += static_cast<char>(random());
    if (random() % 20 == 0) text += kTags[random() % kTags.size()];
  }
  return text;
}

TEST(Frontends, NoTextFails) {
  const Frontends frontends({.data = test::ProductData("")});
  std::mt19937 random(1);
  SetLogLevel(LogLevel::kError);
  for (int i = 0; i < 10000; ++i) {
    const std::string text = RandomText(random);
    const auto spans = frontends.ToSpans(frontends.Mark(text, {.language = std::nullopt}));
    ASSERT_FALSE(spans.empty()) << text;
    ASSERT_NO_THROW(AddBlanks(ToIds(spans))) << text;
    for (const Phones& span : spans) {
      if (span.language != Language::kEn) {
        ASSERT_EQ(span.word2ph.size(), span.tokens.size() + 2) << text;
      }
      ASSERT_EQ(&span == &spans.front(), span.phones.front() == kPad) << text;
      ASSERT_EQ(&span == &spans.back(), span.phones.back() == kPad) << text;
    }
  }
  SetLogLevel(LogLevel::kInfo);
}

TEST(Frontends, FailsOnUseOnly) {
  const Frontends frontends({.data = "/no/such/data", .mecab_dictionary = "/no/such/dictionary"});
  test::ExpectError(ErrorCode::kNotFound, "/no/such/data", [&] { frontends.Of(Language::kZh); });
  test::ExpectError(ErrorCode::kNotFound, "/no/such/dictionary",
                    [&] { frontends.Of(Language::kJp); });
  test::ExpectError(ErrorCode::kNotFound, "/no/such/data", [&] { frontends.Of(Language::kEn); });
}

// "ZH h ang" for each span.
std::vector<std::string> Said(std::string_view text, const TextOptions& options) {
  static const Frontends frontends({.data = test::ProductData("")});
  std::vector<std::string> result;
  for (const Phones& span : frontends.ToSpans(frontends.Mark(text, options))) {
    result.emplace_back(LanguageName(span.language));
    for (const std::string& phone : span.phones) result.back() += ' ' + phone;
  }
  return result;
}

TEST(Frontends, ReadingsAreSpokenInTheirLanguage) {
  EXPECT_THAT(Said("行{hang2}今日{きょう}read{R IY1 D}", {}),
              ElementsAre("ZH _ h ang", "JP ky o", "EN r iy d _"));
  EXPECT_THAT(Said("<ja>猫{キャット}</ja>不", {.language = Language::kEn}),
              ElementsAre("JP _ ky a q t o", "ZH b u _"));
  test::ExpectError(ErrorCode::kInvalidArgument, "line 1, character 2",
                    [] { Said("行{hagn2}", {}); });
}

TEST(Frontends, ADictionaryReadsWordsOfItsLanguage) {
  const ReadingParser parser(test::ProductData(""));
  const auto dictionary = std::make_shared<const UserDictionary>(
      "行\thang2\n猫\tキャット\nGPT\tジーピーティー\nGPT\tG IY1\n", parser);
  EXPECT_THAT(Said("行猫", {.dictionary = dictionary}), ElementsAre("ZH _ h ang m ao _"));
  EXPECT_THAT(Said("猫行", {.language = Language::kJp, .dictionary = dictionary}),
              ElementsAre(testing::StartsWith("JP _ ky a q t o ")));
  EXPECT_THAT(Said("GPT猫", {.language = Language::kJp, .dictionary = dictionary}),
              ElementsAre("JP _ j i p i t i ky a q t o _"));
  EXPECT_THAT(Said("行GPT", {.dictionary = dictionary}), ElementsAre("ZH _ h ang", "EN g iy _"));
  EXPECT_THAT(Said("行{xing2}行", {.dictionary = dictionary}), ElementsAre("ZH _ x ing h ang _"));
}

}  // namespace
}  // namespace bv2::text
