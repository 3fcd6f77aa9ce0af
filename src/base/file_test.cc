#include "base/file.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

TEST(FileTest, WritesAndReadsBack) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "a.bin", std::string_view("x\0y", 3));
  EXPECT_EQ(ReadFile(folder / "a.bin"), std::string("x\0y", 3));
  EXPECT_EQ(MappedFile(folder / "a.bin").text(), std::string_view("x\0y", 3));
}

TEST(FileTest, FailedReplacementKeepsTheOldContent) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "a", "old");
  EXPECT_THROW(
      ReplaceFile(folder / "a", [](const auto&) { throw Error(ErrorCode::kInternal, "stop"); }),
      Error);
  EXPECT_EQ(ReadFile(folder / "a"), "old");
  const auto entries = std::filesystem::directory_iterator(folder.path());
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(FileTest, ErrorsNameThePath) {
  test::ExpectError(ErrorCode::kNotFound, "/no/such/file", [] { ReadFile("/no/such/file"); });
  test::ExpectError(ErrorCode::kNotFound, "/no/such/dir/f",
                    [] { ReplaceFile("/no/such/dir/f", "x"); });
  test::ExpectError(ErrorCode::kIo, "not a regular file", [] { MappedFile("/"); });
}

TEST(FileTest, MapsAnEmptyFile) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "empty", "");
  EXPECT_TRUE(MappedFile(folder / "empty").bytes().empty());
}

}  // namespace
}  // namespace bv2
