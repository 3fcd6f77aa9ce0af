#include "board/run_folder.h"

#include <fstream>

#include "base/file.h"
#include "board/revision.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

void Write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

TEST(RunFolder, TakesTheConfigAsItIs) {
  const test::TemporaryFolder folder;
  Write(folder / "my.json", "{ \"train\":{\"seed\": 42 }}\r\n");
  const auto model = folder / "logs" / "Alice";
  const Json config = PrepareRunFolder(model, folder / "my.json");
  EXPECT_EQ(config.At("train").At("seed").AsInteger(), 42);
  EXPECT_EQ(ReadFile(model / "config.json"), "{ \"train\":{\"seed\": 42 }}\r\n");
  // A second run replaces it; its own copy may be given, too.
  Write(folder / "my.json", "{}");
  PrepareRunFolder(model, folder / "my.json");
  PrepareRunFolder(model, model / "config.json");
  EXPECT_EQ(ReadFile(model / "config.json"), "{}");
}

TEST(RunFolder, ABadConfigChangesNothing) {
  const test::TemporaryFolder folder;
  Write(folder / "bad.json", "{");
  test::ExpectError(ErrorCode::kCorruptFile, "bad.json",
                    [&] { PrepareRunFolder(folder / "model", folder / "bad.json"); });
  test::ExpectError(ErrorCode::kNotFound, "none.json",
                    [&] { PrepareRunFolder(folder / "model", folder / "none.json"); });
  EXPECT_FALSE(std::filesystem::exists(folder / "model"));
}

TEST(RunFolder, WarnsOfAnotherRevision) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(CheckRevision(folder.path(), "0123456789abcdef"), std::nullopt);
  EXPECT_EQ(ReadFile(folder / "githash"), "0123456789abcdef");
  EXPECT_EQ(CheckRevision(folder.path(), "0123456789abcdef"), std::nullopt);
  const auto warning = CheckRevision(folder.path(), "fedcba9876543210");
  ASSERT_TRUE(warning);
  EXPECT_NE(warning->find("01234567 (saved) is not fedcba98 (current)"), std::string::npos);
  EXPECT_EQ(ReadFile(folder / "githash"), "0123456789abcdef");
}

TEST(Revision, IsACommitOrAVersion) {
  const std::string revision(Revision());
  EXPECT_TRUE((revision.size() == 40 &&
               revision.find_first_not_of("0123456789abcdef") == std::string::npos) ||
              revision.find('.') != std::string::npos)
      << revision;
}

}  // namespace
}  // namespace bv2::board
