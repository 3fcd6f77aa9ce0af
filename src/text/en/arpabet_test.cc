#include "text/en/arpabet.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/support/test_support.h"

namespace bv2::text::en {
namespace {

TEST(Arpabet, HasOneSpelling) {
  EXPECT_EQ(ParseArpabet("R EH1 D"), "R EH1 D");
  EXPECT_EQ(ParseArpabet("  r\teh1   d "), "R EH1 D");
}

TEST(Arpabet, SaysWhatIsWrong) {
  const auto fails = [](const char* reading, const char* message) {
    test::ExpectError(ErrorCode::kInvalidArgument, message, [&] { ParseArpabet(reading); });
  };
  fails("R EX1 D", "'EX1' is no phone");
  fails("R EH D", "'EH' needs its stress: EH1 stressed");
  fails("R EH3 D", "'EH3' needs its stress: EH1 stressed");
  fails("R1 EH1 D", "'R1' is a consonant");
  fails("é", "is no phone");
  fails(" ", "no phones");
}

TEST(Arpabet, IsToldFromOtherWords) {
  for (const char* text : {"R EH1 D", "r eh1 d", "R EX1 D EH0", "HH M", "AA1", "R EH D"})
    EXPECT_TRUE(LooksLikeArpabet(text)) << text;
  for (const char* text : {"name", "x1", "x1 y2", "B", "", "0", "a b", "yin2 hang2"})
    EXPECT_FALSE(LooksLikeArpabet(text)) << text;
}

}  // namespace
}  // namespace bv2::text::en
