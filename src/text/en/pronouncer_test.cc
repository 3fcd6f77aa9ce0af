#include "text/en/pronouncer.h"

#include <gmock/gmock.h>

#include "tests/support/test_support.h"
#include "text/en/derive.h"
#include "text/en/letter_to_sound.h"

namespace bv2::text::en {
namespace {

using ::testing::ElementsAre;

const Pronouncer& Words() {
  static const Pronouncer pronouncer(test::ProductData(""));
  return pronouncer;
}

std::string Derived(std::string_view word) {
  return Derive(word, [](std::string_view w) { return Words().dictionary().Find(w); })
      .value_or("none");
}

TEST(Pronouncer, ReadsTheDictionary) {
  EXPECT_EQ(Words().Say("hello"), "HH AH0 L OW1");
  EXPECT_EQ(Words().Say("read(2)"), "R IY1 D");
  EXPECT_EQ(Words().Say("well-known"), "W EH1 L N OW1 N");
}

TEST(Pronouncer, CorrectsTowardsTheOriginalsDictionary) {
  EXPECT_EQ(Words().Say("and"), "AE1 N D");
  EXPECT_EQ(Words().SayUncorrected("and"), "AH0 N D");
  EXPECT_EQ(Words().Say("important"), "IH0 M P AO1 R T AH0 N T");
  EXPECT_EQ(Words().Say("company"), "K AH1 M P AH0 N IY0");
}

TEST(Pronouncer, SpellsLetters) {
  EXPECT_EQ(Words().Spell("ai"), "EY1 AY1");
  EXPECT_EQ(Words().Spell("cd's"), "S IY1 D IY1 Z");
}

TEST(Derive, EndingsAndSpellings) {
  EXPECT_EQ(Derived("plunderers"), "P L AH1 N D ER0 ER0 Z");
  EXPECT_EQ(Derived("flitted"), "F L IH1 T IH0 D");
  EXPECT_EQ(Derived("levelling"), "L EH1 V AH0 L IH0 NG");
  EXPECT_EQ(Derived("colours"), "K AH1 L ER0 Z");
  EXPECT_EQ(Derived("realised"), "R IY1 AH0 L AY2 Z D");
  EXPECT_EQ(Derived("wolfhound"), "W UH1 L F HH AW2 N D");
  EXPECT_EQ(Derived("blorf"), "none");
}

TEST(LetterToSound, GuessesByRules) {
  EXPECT_EQ(LetterToSound("blorf"), "B L AO1 R F");
  test::ExpectError(ErrorCode::kInvalidArgument, "'Ab'", [] { LetterToSound("Ab"); });
  test::ExpectError(ErrorCode::kInvalidArgument, "''", [] { LetterToSound(""); });
}

TEST(ToSymbols, TonesAreStressesPlusOne) {
  const PhonesAndTones result = ToSymbols("V EH1 R IY0");
  EXPECT_THAT(result.phones, ElementsAre("V", "eh", "r", "iy"));
  EXPECT_THAT(result.tones, ElementsAre(0, 2, 0, 1));
}

}  // namespace
}  // namespace bv2::text::en
