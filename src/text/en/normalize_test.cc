#include "text/en/normalize.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/test_support.h"

namespace bv2::text::en {
namespace {

struct Change {
  std::string_view before;
  std::string_view after;
};

std::string Normalized(std::string_view text) {
  static const Dictionary dictionary(test::ProductData(""));
  static const Normalizer normalizer(test::ProductData(""), dictionary);
  return normalizer.Normalize(text);
}

void ExpectChanges(std::initializer_list<Change> changes) {
  for (const Change& change : changes) {
    EXPECT_EQ(Normalized(change.before), change.after) << change.before;
  }
}

TEST(EnglishNormalizer, Numbers) {
  ExpectChanges({
      {"I have 21 cats.", "I have twenty-one cats."},
      {"1,234,567 people",
       "one million two hundred thirty-four thousand five hundred sixty-seven people"},
      {"Pi is 3.14.", "Pi is three point one four."},
      {".5 or 0.05", "point five or zero point zero five"},
      {"Agent 007", "Agent zero zero seven"},
      {"In 1984, 2005 and 2024.",
       "In nineteen eighty-four, two thousand five and twenty twenty-four."},
      {"the 1990s and the '80s", "the nineteen nineties and the eighties"},
      {"in his 30s", "in his thirties"},
      {"the 21st and 102nd", "the twenty-first and one hundred second"},
      {"It is -5 outside", "It is minus five outside"},
      {"pages 10-20", "pages ten to twenty"},
      {"1990–1995", "nineteen ninety to nineteen ninety-five"},
      {"1/2 cup, 3/4 mile, 2 1/2 hours, 3½ days",
       "one half cup, three quarters mile, two and a half hours, three and a half days"},
      {"5/16 and 24/7", "five sixteenths and twenty-four seven"},
      {"version 1.2.3", "version one point two point three"},
      {"192.168.0.1", "one hundred ninety-two dot one hundred sixty-eight dot zero dot one"},
      {"a 3:1 lead", "a three to one lead"},
      {"6 * 7, 10 / 2 and 3*4", "six times seven, ten divided by two and three times four"},
      {"an i7-13700K", "an i seven-thirteen thousand seven hundred K"},
      {"He is 5'10\" tall", "He is five foot ten tall"},
      {"1920x1080", "nineteen twenty by one thousand eighty"},
      {"#5 and No. 7", "number five and number seven"},
      {"B2B, mp3, COVID-19, 4K", "B two B, M.P. three, COVID nineteen, four K"},
      {"Henry VIII read Chapter IV", "Henry the eighth read Chapter four"},
      {"12345678901234567890",
       "one two three four five six seven eight nine zero one two three four five six seven eight "
       "nine zero"},
  });
}

TEST(EnglishNormalizer, Amounts) {
  ExpectChanges({
      {"$3.50", "three dollars and fifty cents"},
      {"$1", "one dollar"},
      {"$1,000.00", "one thousand dollars"},
      {"$0.99", "ninety-nine cents"},
      {"£20 or €5.01", "twenty pounds or five euros and one cent"},
      {"$2.5 million", "two point five million dollars"},
      {"$40k", "forty thousand dollars"},
      {"$10-20", "ten to twenty dollars"},
      {"-$5", "minus five dollars"},
      {"¥500", "five hundred yen"},
      {"20 USD", "twenty dollars"},
      {"50¢", "fifty cents"},
      {"50% or 2.5 %", "fifty percent or two point five percent"},
      {"-3.5% and up-to-5%", "minus three point five percent and up-to-five percent"},
      {"10-20%", "ten to twenty percent"},
      {"5 km, 1 kg, 80 km/h", "five kilometers, one kilogram, eighty kilometers per hour"},
      {"10 m² and 3GHz", "ten square meters and three gigahertz"},
      {"20°C, -40 °F, 90°",
       "twenty degrees Celsius, minus forty degrees Fahrenheit, ninety degrees"},
      {"25℃", "twenty-five degrees Celsius"},
      {"½ mile and 3½ km²", "one half mile and three and a half square kilometers"},
      {"500MB/s", "five hundred megabytes per second"},
      {"10~20℃, 3.5%–4.2%, 30‰",
       "ten to twenty degrees Celsius, three point five percent to four point two percent, thirty "
       "per thousand"},
      {"1.5×10^8, 10⁻³, 5², 3e5",
       "one point five times ten to the power of eight, ten to the power of minus three, five "
       "squared, three times ten to the power of five"},
      {"x ≈ 5, √2, a ≠ b, n ≥ 3",
       "x approximately five, square root of two, a is not equal to b, n at least three"},
  });
}

TEST(EnglishNormalizer, DatesAndTimes) {
  ExpectChanges({
      {"2026/11/22", "November twenty-second, twenty twenty-six"},
      {"2024-05-03", "May third, twenty twenty-four"},
      {"7/4/1976", "July fourth, nineteen seventy-six"},
      {"31/12/1999", "December thirty-first, nineteen ninety-nine"},
      {"May 5", "May fifth"},
      {"on Jan. 21, 2020 at noon", "on January twenty-first, twenty twenty at noon"},
      {"the 5th of May, 2001", "the fifth of May, two thousand one"},
      {"4 July 1776", "the fourth of July, seventeen seventy-six"},
      {"May 2020", "May twenty twenty"},
      {"3:05", "three oh five"},
      {"at 9:00", "at nine o'clock"},
      {"17:30:05", "seventeen thirty and five seconds"},
      {"3:30 pm", "three thirty P.M."},
      {"at 5 p.m.", "at five P.M.."},
      {"9am-5pm", "nine A.M. to five P.M."},
      {"9:30-10:45", "nine thirty to ten forty-five"},
      {"at 00:00", "at midnight"},
      {"Aug 5-7, 2023", "August fifth to seventh, twenty twenty-three"},
  });
}

TEST(EnglishNormalizer, PhonesAndAddresses) {
  ExpectChanges({
      {"555-0100", "five five five, zero one zero zero"},
      {"(212) 555-0100", "two one two, five five five, zero one zero zero"},
      {"+44 20 7946 0958", "plus four four, two zero, seven nine four six, zero nine five eight"},
      {"call 911", "call nine one one"},
      {"https://www.example.com/index.html.", "W.W.W. dot example dot com slash index dot html."},
      {"me@mail.org", "me at mail dot org"},
      {"ISBN 978-7-111-6", "ISBN nine seven eight, seven, one one one, six"},
      {"v2.0.1", "v two point zero point one"},
      {"see github.com/user", "see github dot com slash user"},
  });
}

TEST(EnglishNormalizer, AbbreviationsAndInitials) {
  ExpectChanges({
      {"Dr. Smith and Mr. Jones met at St. James St.",
       "doctor Smith and mister Jones met at saint James street."},
      {"e.g. cats, i.e. felines, etc.", "for example cats, that is felines, et cetera."},
      {"Cats vs. dogs etc. They fight.", "Cats versus dogs et cetera. They fight."},
      {"The FBI, the UNHCR and NASA", "The FBI, the U.N.H.C.R. and NASA"},
      {"the U.S. Army", "the U.S. Army"},
      {"Ask the WHO. Or IBMX.", "Ask the W.H.O.. Or I.B.M.X.."},
      {"the US and its DVRs", "the U.S. and its D.V.R.'s"},
      {"GREAT NEWS FOR US", "GREAT NEWS FOR US"},
      {"DeepLearn by BookBrainz", "Deep Learn by Book Brainz"},
      {"Hmm, brrr", "Hmm, brrr"},
      {"don’t, she’ll, ‘quoted’", "don't, she'll, quoted"},
      {"'tis the dogs' bowl", "'tis the dogs bowl"},
  });
}

TEST(EnglishNormalizer, SymbolsAndPunctuation) {
  ExpectChanges({
      {"R&D at 5 + 3 = 8", "R and D at five plus three equals eight"},
      {"10 - 3 = 7", "ten minus three equals seven"},
      {"Wait... what?!", "Wait… what?!"},
      {"No!!!! Really????", "No! Really?"},
      {"well (maybe); so: yes—no", "well, maybe, so, yes, no"},
      {"\"Hello,\" he said.", "Hello, he said."},
      {"Hello,world.This is;a test", "Hello, world. This is, a test"},
      {"state-of-the-art", "state-of-the-art"},
      {"café naïve Ångström", "cafe naive Angstrom"},
      {"Good morning 😀!", "Good morning!"},
      {"Ｈｅｌｌｏ　ｗｏｒｌｄ", "Hello world"},
      {"你好 Hello", "Hello"},
      {"  double  \t spaces\n", "double spaces"},
      {"and/or", "and or"},
      {"C# or C++", "C sharp or C plus plus"},
      {"<b>bold</b> *star* :)", "bold star"},
      {"", ""},
      {"😀", ""},
      {"Fine(^_^) thanks :-) <3", "Fine thanks"},
      {"👨‍👩‍👧‍👦 and 1️⃣ Acme™ A → B", "and one Acme A to B"},
      {"What?!?! Step ①, Ⅳ", "What?! Step, one, four"},
  });
}

}  // namespace
}  // namespace bv2::text::en
