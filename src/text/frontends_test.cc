#include "text/frontends.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

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
