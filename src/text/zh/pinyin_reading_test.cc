#include "text/zh/pinyin_reading.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

using ::testing::ElementsAre;

const SortedTable& Phones() {
  static const SortedTable table(test::ProductData("zh/phones.txt"));
  return table;
}

std::vector<Syllable> Parse(std::string_view reading) { return ParsePinyin(reading, Phones()); }

TEST(PinyinReading, DigitsMarksAndManySpellings) {
  const std::vector<Syllable> bank = {SplitReading("yin2"), SplitReading("hang2")};
  for (const char* spelling :
       {"yin2 hang2", "yin2hang2", "Yin2-Hang2", "yín háng", "yín'háng", " yi\u0301n  ha\u0301ng "})
    EXPECT_EQ(Parse(spelling), bank) << spelling;
  for (const char* spelling : {"lv4", "lü4", "lu:4", "lǜ", "LÜ4"})
    EXPECT_THAT(Parse(spelling), ElementsAre(SplitReading("lv4"))) << spelling;
  EXPECT_THAT(Parse("lve4 nüè"), ElementsAre(SplitReading("lve4"), SplitReading("nve4")));
  EXPECT_THAT(Parse("lue4"), ElementsAre(SplitReading("lve4")));
  EXPECT_THAT(Parse("hua1 r5"), ElementsAre(SplitReading("hua1"), SplitReading("er5")));
}

TEST(PinyinReading, ASyllableWithoutMarkAmongMarkedOnesIsNeutral) {
  EXPECT_THAT(Parse("péng you"), ElementsAre(SplitReading("peng2"), SplitReading("you5")));
}

TEST(PinyinReading, SaysWhatIsWrong) {
  const auto fails = [](const char* reading, const char* message) {
    test::ExpectError(ErrorCode::kInvalidArgument, message, [&] { Parse(reading); });
  };
  fails("yin2 xyz3", "'xyz' is no syllable of pinyin");
  fails("yinhang2", "'yinhang' is no syllable");
  fails("yin2 hang", "'hang' has no tone from 1 to 5");
  fails("yin6", "'yin' has no tone");
  fails("hang0", "'hang' has no tone");
  fails(" ", "no syllables");
  fails("银2", "'银' is no syllable");
}

TEST(PinyinReading, IsToldFromOtherWords) {
  for (const char* text : {"yin2", "yin2 xyz3", "yín", "yin hang", "xang1"})
    EXPECT_TRUE(LooksLikePinyin(text, Phones())) << text;
  for (const char* text : {"name", "x", "a", "x1", "", "1", "银行", "read me", "R2 D2"})
    EXPECT_FALSE(LooksLikePinyin(text, Phones())) << text;
}

}  // namespace
}  // namespace bv2::text::zh
