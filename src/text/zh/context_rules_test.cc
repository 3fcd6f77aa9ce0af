#include "text/zh/context_rules.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::text::zh {
namespace {

class ContextRulesTest : public testing::Test {
 protected:
  // What the only rule's alternatives give for 重 between other words.
  std::string Find(const std::string& alternatives, const std::vector<Word>& before,
                   const std::vector<Word>& after) {
    const auto path = folder_.path() / "rules.txt";
    ReplaceFile(path, "# rules\n\n重\t" + alternatives + "\n");
    std::vector<Word> words = before;
    words.push_back({U"重", "a"});
    words.insert(words.end(), after.begin(), after.end());
    const Clause clause(words);
    return std::string(ContextRules(path).Find(clause, before.size()).value_or("none"));
  }

  test::TemporaryFolder folder_;
};

TEST_F(ContextRulesTest, TheFirstAlternativeThatHoldsDecides) {
  const std::string rule = "chong2 before=写|做\tchong2 after:m\tzhong4";
  EXPECT_EQ(Find(rule, {}, {{U"写", "v"}}), "chong2");
  EXPECT_EQ(Find(rule, {{U"双", "m"}}, {}), "chong2");
  EXPECT_EQ(Find(rule, {{U"很", "d"}}, {}), "zhong4");
  EXPECT_EQ(Find("chong2 before=写", {}, {}), "none");
}

TEST_F(ContextRulesTest, AllConditionsOfAnAlternativeHaveToHold) {
  const std::string rule = "yes after=很|太 before:u";
  EXPECT_EQ(Find(rule, {{U"不太", "d"}}, {{U"的", "uj"}}), "yes");
  EXPECT_EQ(Find(rule, {{U"不太", "d"}}, {{U"书", "n"}}), "none");
  EXPECT_EQ(Find(rule, {{U"最", "d"}}, {{U"的", "uj"}}), "none");
}

TEST_F(ContextRulesTest, TextIsComparedAcrossWords) {
  EXPECT_EQ(Find("yes after=不太", {{U"不", "d"}, {U"太", "d"}}, {}), "yes");
  EXPECT_EQ(Find("yes before=新来过", {}, {{U"新来", "v"}, {U"过", "ug"}}), "yes");
  EXPECT_EQ(Find("yes later=过", {}, {{U"新来", "v"}, {U"过", "ug"}}), "yes");
}

TEST_F(ContextRulesTest, TagsLookTwoWordsFarOrToTheEnd) {
  const std::vector<Word> words = {{U"我", "r"}, {U"很", "d"}};
  EXPECT_EQ(Find("yes after:d after2:r", words, {}), "yes");
  EXPECT_EQ(Find("yes before:r before2:d", {}, words), "yes");
  EXPECT_EQ(Find("yes later:d", {}, words), "yes");
  EXPECT_EQ(Find("yes later:d", words, {}), "none");
}

TEST_F(ContextRulesTest, TheEndsOfAClauseAreADot) {
  EXPECT_EQ(Find("yes after:. before:. after2:. before2:.", {}, {}), "yes");
  EXPECT_EQ(Find("yes before:.", {}, {{U",", "x"}}), "yes");
  EXPECT_EQ(Find("yes before:.", {}, {{U"我", "r"}}), "none");
}

TEST_F(ContextRulesTest, ExclamationMarksNegate) {
  EXPECT_EQ(Find("yes !before:v", {}, {{U"我", "r"}}), "yes");
  EXPECT_EQ(Find("yes !before:v", {}, {{U"写", "v"}}), "none");
}

TEST_F(ContextRulesTest, RefusesWhatIsNoCondition) {
  test::ExpectError(ErrorCode::kCorruptFile, "'nonsense' is no condition",
                    [&] { Find("yes nonsense", {}, {}); });
}

}  // namespace
}  // namespace bv2::text::zh
