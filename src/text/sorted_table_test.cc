#include "text/sorted_table.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::text {
namespace {

class SortedTableTest : public ::testing::Test {
 protected:
  SortedTable Make(std::string_view content) {
    ReplaceFile(folder_ / "table.txt", content);
    return SortedTable(folder_ / "table.txt");
  }
  test::TemporaryFolder folder_;
};

TEST_F(SortedTableTest, FindsEveryKeyAndNoOther) {
  const SortedTable table = Make("# t\n# u\n\na\t1\nab\t2 3\nb\t\n中\t4\n中国\t5\n");
  EXPECT_EQ(table.Find("a"), "1");
  EXPECT_EQ(table.Find("ab"), "2 3");
  EXPECT_EQ(table.Find("b"), "");
  EXPECT_EQ(table.Find("中"), "4");
  EXPECT_EQ(table.Find("中国"), "5");
  for (const char* key : {"0", "aa", "abc", "c", "国", "中国人"}) {
    EXPECT_FALSE(table.Find(key)) << key;
  }
  EXPECT_EQ(table.Records().size(), 5u);
  EXPECT_EQ(table.Records()[1].first, "ab");
  EXPECT_EQ(table.Records()[1].second, "2 3");
}

TEST_F(SortedTableTest, WalksPrefixesThatAreNoKeys) {
  const SortedTable table = Make("# t\n\na\t1\nabcd\t2\nabd\t3\n");
  SortedTable::Walk walk(table);
  EXPECT_TRUE(walk.Extend("a"));
  EXPECT_EQ(walk.Fields(), "1");
  EXPECT_TRUE(walk.Extend("b"));
  EXPECT_FALSE(walk.Fields());
  EXPECT_TRUE(walk.Extend("cd"));
  EXPECT_EQ(walk.Fields(), "2");
  EXPECT_FALSE(walk.Extend("e"));
}

TEST_F(SortedTableTest, AnEmptyTableHasNothing) {
  const SortedTable table = Make("# t\n\n");
  EXPECT_FALSE(table.Find("a"));
  EXPECT_TRUE(table.Records().empty());
}

TEST_F(SortedTableTest, RefusesOtherFiles) {
  for (const char* content : {"", "a\t1\n", "# t\na\t1\n", "# t\n\na\t1"}) {
    test::ExpectError(ErrorCode::kCorruptFile, "not a text table", [&] { Make(content); });
  }
}

// The tables the product ships have to be sorted and unique, or lookups would miss.
TEST(ProductTables, AreSorted) {
  for (const auto& entry : std::filesystem::directory_iterator(test::ProductData("zh"))) {
    const SortedTable table(entry.path());
    const auto records = table.Records();
    EXPECT_GT(records.size(), 50u) << entry.path();
    for (size_t i = 1; i < records.size(); ++i) {
      ASSERT_LT(records[i - 1].first, records[i].first) << entry.path();
    }
  }
}

}  // namespace
}  // namespace bv2::text
