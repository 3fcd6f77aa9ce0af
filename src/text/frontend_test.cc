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
