#include "text/marked_text.h"

#include <gmock/gmock.h>

namespace bv2::text {
namespace {

using ::testing::ElementsAre;
using enum Language;

TEST(MarkedTextTest, APartHasItsRunsAndItsWholeReadings) {
  const MarkedText text = {
      .passage = {.text = "abcdef", .readings = {{0, 2, "1"}, {2, 4, "2"}, {4, 6, "3"}}},
      .runs = {{0, 1, kZh}, {1, 3, kEn}, {3, 6, kJp}}};
  const MarkedText part = Part(text, 1, 5);
  EXPECT_EQ(part.passage.text, "bcde");
  EXPECT_THAT(part.runs, ElementsAre(LanguageRun{0, 2, kEn}, LanguageRun{2, 4, kJp}));
  ASSERT_EQ(part.passage.readings.size(), 1u);
  EXPECT_EQ(part.passage.readings[0].reading, "2");
  EXPECT_EQ(part.passage.readings[0].begin, 1u);
  EXPECT_EQ(part.passage.readings[0].end, 3u);
  EXPECT_THAT(Part(text, 2, 2).runs, ElementsAre(LanguageRun{0, 0, kEn}));
}

}  // namespace
}  // namespace bv2::text
