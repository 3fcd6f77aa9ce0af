#include "text/frontends.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "tests/support/test_support.h"

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

}  // namespace
}  // namespace bv2::text
