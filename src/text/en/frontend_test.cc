#include "text/en/frontend.h"

#include <gmock/gmock.h>

#include <chrono>
#include <random>
#include <thread>

#include "base/utf8.h"
#include "tests/support/random_text.h"
#include "tests/support/test_support.h"

namespace bv2::text::en {
namespace {

using ::testing::ElementsAre;

const EnglishFrontend& Frontend() {
  static const EnglishFrontend frontend(test::ProductData(""));
  return frontend;
}
const EnglishFrontend& Upstream() {
  static const EnglishFrontend frontend(test::ProductData(""), Normalization::kUpstream);
  return frontend;
}

TEST(EnglishFrontend, SaysASentence) {
  const Phones result = Frontend().ToPhones("Five cats!");
  EXPECT_EQ(result.language, Language::kEn);
  EXPECT_EQ(result.norm_text, "Five cats!");
  EXPECT_THAT(result.phones, ElementsAre("_", "f", "ay", "V", "k", "ae", "t", "s", "!", "_"));
  EXPECT_THAT(result.tones, ElementsAre(0, 0, 2, 0, 0, 2, 0, 0, 0, 0));
  EXPECT_THAT(result.word2ph, ElementsAre(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
}

TEST(EnglishFrontend, WordsAreNamed) {
  using Words = std::vector<SpokenWord>;
  EXPECT_EQ(Frontend().ToPhones("Five F.B.I. cats!").words,
            (Words{{"Five", 3}, {"F.B.I.", 5}, {"cats", 4}, {"!", 1}}));
  EXPECT_EQ(Upstream().ToPhones("Hi-5").words, (Words{{"Hi", 2}, {"-", 1}, {"five", 3}}));
  const Passage bach = {.text = "well-read Bach's",
                        .readings = {{5, 9, "R IY1 D"}, {10, 14, "B AA1"}}};
  EXPECT_EQ(Frontend().ToPhones(bach).words, (Words{{"well", 3}, {"read", 3}, {"Bach's", 3}}));
  ToIds(Frontend().ToPhones(bach));
}

TEST(EnglishFrontend, UpstreamHasNoPadsAndReadsPiecesAlone) {
  EXPECT_THAT(Upstream().ToPhones("Hi-5").phones, ElementsAre("hh", "ay", "-", "f", "ay", "V"));
  EXPECT_THAT(Upstream().ToPhones("😀").phones, ElementsAre());
  EXPECT_THAT(Upstream().ToPhones("''''").phones, ElementsAre("'", "'", "'"));
}

TEST(EnglishFrontend, SaysInitialsAndThePunctuationAfterThem) {
  EXPECT_EQ(Frontend().ToPhones("B.B.C.").phones, Frontend().ToPhones("bee bee see.").phones);
  EXPECT_THAT(Frontend().ToPhones("Plan A").phones,
              ElementsAre("_", "p", "l", "ae", "n", "ey", "_"));
  EXPECT_THAT(Frontend().ToPhones("A plan").phones,
              ElementsAre("_", "ah", "p", "l", "ae", "n", "_"));
  for (const char* letter : {"A", "a", "A.", "a!"})
    EXPECT_EQ(Frontend().ToPhones(letter).phones.at(1), "ey") << letter;
  EXPECT_EQ(Frontend().ToPhones("A4").phones, Frontend().ToPhones("ay four").phones);
  EXPECT_EQ(Frontend().ToPhones("IT").phones, Frontend().ToPhones("eye tee").phones);
  EXPECT_EQ(Frontend().ToPhones("(UP)!").phones, Frontend().ToPhones("you pee!").phones);
  EXPECT_EQ(Frontend().ToPhones("NO!").phones, Frontend().ToPhones("no!").phones);
  EXPECT_EQ(Frontend().ToPhones("IT IS").phones, Frontend().ToPhones("it is").phones);
}

TEST(EnglishFrontend, TakesThePunctuationOfChinese) {
  EXPECT_EQ(Frontend().ToPhones("well、yes。「no」！").phones,
            Frontend().ToPhones("well, yes. no!").phones);
}

TEST(EnglishFrontend, SaysSomethingForEveryWord) {
  for (const std::string_view word : {"blorfing", "xqz", "mudlarks", "o'blivious", "psst"}) {
    EXPECT_GT(Frontend().ToPhones(word).phones.size(), 3u) << word;
    EXPECT_GT(Upstream().ToPhones(word).phones.size(), 1u) << word;
  }
}

std::string RandomText(std::mt19937& random) {
  return test::RandomText(random, U"aeinstrBIVX0123456789 .,:;'-/$%&@#()!?°…");
}

TEST(EnglishFrontend, NeverFails) {
  std::mt19937 random(7);
  for (int i = 0; i < 10000; ++i) {
    const std::string text = RandomText(random);
    ASSERT_NO_THROW(AddBlanks(ToIds(Frontend().ToPhones(text)))) << text;
    ASSERT_NO_THROW(AddBlanks(ToIds(Upstream().ToPhones(text)))) << text;
  }
}

TEST(EnglishFrontend, EndlessRunsTakeNoEndlessTime) {
  for (const std::string_view run : {"1", " ", "a", ".", "-", "1,", "1/", "a.", "@", "A", "<b"}) {
    std::string text;
    while (text.size() < 20000) text += run;
    const auto start = std::chrono::steady_clock::now();
    Frontend().ToPhones(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << run;
  }
}

TEST(EnglishFrontend, NormalisedTextHasOnlyWhatIsSaid) {
  std::mt19937 random(8);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = RandomText(random);
    const std::string normalized = Frontend().ToPhones(text).norm_text;
    for (const char32_t c : DecodeUtf8(normalized)) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      ASSERT_TRUE(letter || c == ' ' || IsPunctuation(c)) << text << "\n" << normalized;
    }
  }
}

TEST(EnglishFrontend, ThreadsGetTheSameResult) {
  const std::string text = "Blorfing zindlewurgs quaffle 1234 snorptacious grimbles.";
  const Phones expected = Frontend().ToPhones(text);
  std::vector<Phones> results(4);
  {
    std::vector<std::jthread> threads;
    for (Phones& result : results) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) result = Frontend().ToPhones(text);
      });
    }
  }
  for (const Phones& result : results) EXPECT_EQ(result.phones, expected.phones);
}

TEST(EnglishFrontend, NeedsItsTables) {
  test::TemporaryFolder folder;
  test::ExpectError(ErrorCode::kNotFound, "en/words.txt",
                    [&] { EnglishFrontend frontend(folder.path()); });
}

}  // namespace
}  // namespace bv2::text::en
