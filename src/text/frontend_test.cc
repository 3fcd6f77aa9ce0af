#include "text/frontend.h"

#include <gmock/gmock.h>

#include "tests/support/test_support.h"

namespace bv2::text {
namespace {

using ::testing::ElementsAre;

Phones Sample(Language language) {
  Phones phones;
  phones.language = language;
  phones.phones = {"_", "n", "i", "_"};
  phones.tones = {0, 3, 3, 0};
  phones.word2ph = {1, 2, 1};
  return phones;
}

TEST(PhoneIds, AddsTheLanguagesToneOffset) {
  const PhoneIds zh = ToIds(Sample(Language::kZh));
  EXPECT_THAT(zh.phones, ElementsAre(0, 62, 40, 0));
  EXPECT_THAT(zh.tones, ElementsAre(0, 3, 3, 0));
  EXPECT_THAT(zh.languages, ElementsAre(0, 0, 0, 0));
  const PhoneIds en = ToIds(Sample(Language::kEn));
  EXPECT_THAT(en.tones, ElementsAre(7, 10, 10, 7));
  EXPECT_THAT(en.languages, ElementsAre(2, 2, 2, 2));
}

TEST(PhoneIds, BlanksGoBetweenAndAround) {
  const PhoneIds ids = AddBlanks(ToIds(Sample(Language::kJp)));
  EXPECT_THAT(ids.phones, ElementsAre(0, 0, 0, 62, 0, 40, 0, 0, 0));
  EXPECT_THAT(ids.tones, ElementsAre(0, 6, 0, 9, 0, 9, 0, 6, 0));
  EXPECT_THAT(ids.languages, ElementsAre(0, 1, 0, 1, 0, 1, 0, 1, 0));
  EXPECT_THAT(ids.word2ph, ElementsAre(3, 4, 2));
}

TEST(JoinSpans, DropsThePadsBetweenLanguages) {
  std::vector<Phones> spans = {Sample(Language::kZh), Sample(Language::kEn)};
  JoinSpans(spans);
  EXPECT_THAT(spans[0].phones, ElementsAre("_", "n", "i"));
  EXPECT_THAT(spans[0].word2ph, ElementsAre(1, 2, 0));
  EXPECT_THAT(spans[1].phones, ElementsAre("n", "i", "_"));
  EXPECT_THAT(spans[1].word2ph, ElementsAre(0, 2, 1));
  const PhoneIds ids = AddBlanks(ToIds(spans));
  EXPECT_THAT(ids.phones, ElementsAre(0, 0, 0, 62, 0, 40, 0, 62, 0, 40, 0, 0, 0));
  EXPECT_THAT(ids.tones, ElementsAre(0, 0, 0, 3, 0, 3, 0, 10, 0, 10, 0, 7, 0));
  EXPECT_THAT(ids.languages, ElementsAre(0, 0, 0, 0, 0, 0, 0, 2, 0, 2, 0, 2, 0));
  EXPECT_THAT(ids.word2ph, ElementsAre(3, 4, 0, 0, 4, 2));
}

TEST(JoinSpans, LeavesOneSpanAsItIsAndDropsSilentOnes) {
  Phones silent;
  silent.phones = {"_", "_"};
  silent.tones = {0, 0};
  silent.word2ph = {1, 1};
  std::vector<Phones> spans = {silent, Sample(Language::kJp), silent};
  JoinSpans(spans);
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].phones, Sample(Language::kJp).phones);
  spans = {silent, silent};
  JoinSpans(spans);
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].phones, silent.phones);
}

TEST(Phones, HoldSpeechUnlessTheyAreAllPunctuation) {
  Phones phones = Sample(Language::kZh);
  EXPECT_TRUE(HoldsSpeech(phones));
  for (const char* silent : {"_", "…", "!", "-", "UNK"}) {
    phones.phones = {"_", silent, ",", "_"};
    EXPECT_FALSE(HoldsSpeech(phones)) << silent;
  }
}

TEST(PhoneIds, RefusesWhatDoesNotAddUp) {
  Phones phones = Sample(Language::kZh);
  phones.word2ph = {1, 2};
  test::ExpectError(ErrorCode::kInvalidArgument, "sums to 3", [&] { ToIds(phones); });
  phones = Sample(Language::kZh);
  phones.phones[1] = "xyz";
  test::ExpectError(ErrorCode::kInvalidArgument, "'xyz'", [&] { ToIds(phones); });
}

}  // namespace
}  // namespace bv2::text
