#include "text/language_tags.h"

#include <gmock/gmock.h>

namespace bv2::text {
namespace {

using ::testing::ElementsAre;
using enum Language;

TEST(TakeTagsTest, TagsHoldUntilTheNextOrUntilTheyAreClosed) {
  const TaggedPassage text = TakeTags({.text = "a<zh>你<EN>b</EN>好</zh>c<JP>ね"}, kEn);
  EXPECT_EQ(text.passage.text, "a你b好cね");
  EXPECT_THAT(text.stretches, ElementsAre(Stretch{0, kEn}, Stretch{1, kZh}, Stretch{4, kEn},
                                          Stretch{5, kZh}, Stretch{8, kEn}, Stretch{9, kJp}));
}

TEST(TakeTagsTest, TagsAtTheSamePlaceAreOne) {
  const TaggedPassage text = TakeTags({.text = "<zh><en></en><ja></ja>好<zh>吗"}, std::nullopt);
  EXPECT_EQ(text.passage.text, "好吗");
  EXPECT_THAT(text.stretches, ElementsAre(Stretch{0, kZh}));
  EXPECT_THAT(TakeTags({.text = ""}, kJp).stretches, ElementsAre(Stretch{0, kJp}));
}

TEST(TakeTagsTest, ClosingTagsCloseWhatIsOpenOnly) {
  const TaggedPassage text = TakeTags({.text = "<zh>a<en>b</zh>c</en>d</zh>"}, kJp);
  EXPECT_EQ(text.passage.text, "abcd");
  EXPECT_THAT(text.stretches, ElementsAre(Stretch{0, kZh}, Stretch{1, kEn}, Stretch{2, kJp}));
}

TEST(TakeTagsTest, OtherTagsAreText) {
  for (const char* plain : {"<b>", "<zh", "<zhx>", "< zh>", "<Zh>", "</ zh>", "<de>", "a<", "</",
                            "<ko>你", "1<2>1", "<zh-TW>"}) {
    const TaggedPassage text = TakeTags({.text = plain}, kZh);
    EXPECT_EQ(text.passage.text, plain);
    EXPECT_EQ(text.stretches.size(), 1u);
  }
}

TEST(TakeTagsTest, ReadingsStayWithTheirWords) {
  const std::string text = "<zh>银行<en>a</en>read";
  const TaggedPassage result = TakeTags(
      {.text = text, .readings = {{1, 3, "inside a tag"}, {4, 10, "yin2"}, {20, 24, "R"}}}, kZh);
  EXPECT_EQ(result.passage.text, "银行aread");
  ASSERT_EQ(result.passage.readings.size(), 2u);
  EXPECT_EQ(result.passage.readings[0].begin, 0u);
  EXPECT_EQ(result.passage.readings[0].end, 6u);
  EXPECT_EQ(result.passage.readings[1].begin, 7u);
  EXPECT_EQ(result.passage.readings[1].end, 11u);
}

}  // namespace
}  // namespace bv2::text
