#include "text/data_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/test_support.h"

namespace bv2::text {
namespace {

namespace fs = std::filesystem;

TEST(DataFolder, PrefersOptionThenEnvironmentThenInstallationThenSource) {
  const test::TemporaryFolder root;
  for (const char* name : {"option", "environment", "usr/bin", "usr/share/bertvits2", "source"})
    fs::create_directories(root / name);
  DataFolderPlaces places{.option = root / "option",
                          .environment = root / "environment",
                          .program = root / "usr/bin/bertvits2",
                          .source = root / "source"};
  EXPECT_EQ(FindDataFolder(places), root / "option");
  places.option.clear();
  EXPECT_EQ(FindDataFolder(places), root / "environment");
  places.environment.clear();
  EXPECT_EQ(FindDataFolder(places), root / "usr/share/bertvits2");
  fs::remove_all(root / "usr/share");
  EXPECT_EQ(FindDataFolder(places), root / "source");
  fs::remove_all(root / "source");
  test::ExpectError(ErrorCode::kNotFound, "usr/share/bertvits2", [&] { FindDataFolder(places); });
}

TEST(DataFolder, DoesNotPassOverAWrongChoice) {
  const test::TemporaryFolder root;
  test::ExpectError(ErrorCode::kNotFound, "--data names", [&] {
    FindDataFolder(
        {.option = root / "absent", .environment = "", .program = "", .source = root.path()});
  });
  test::ExpectError(ErrorCode::kNotFound, "BV2_DATA names", [&] {
    FindDataFolder(
        {.option = "", .environment = root / "absent", .program = "", .source = root.path()});
  });
}

TEST(DefaultVoice, IsAmongTheDataOrAnErrorNamesTheFolder) {
  const test::TemporaryFolder data;
  test::ExpectError(ErrorCode::kNotFound, "voices/demo'; name one with --model",
                    [&] { DefaultVoice(data.path()); });
  fs::create_directories(data / "voices/demo");
  const fs::path model = data / "voices/demo/model.safetensors";
  std::ofstream(model) << "weights";
  EXPECT_EQ(DefaultVoice(data.path()), model);
}

}  // namespace
}  // namespace bv2::text
