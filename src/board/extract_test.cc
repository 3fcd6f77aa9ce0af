#include "board/extract.h"

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

TEST(Extract, NamesStayWithinTheFolder) {
  const auto name = [](std::string_view run, std::string_view tag) {
    return ExtractedName(run, tag, 20, "\x89PNG").string();
  };
  EXPECT_EQ(name(".", "all/mel"), "all/mel_20.png");
  EXPECT_EQ(name("eval", "gen/mel_0"), "eval/gen/mel_0_20.png");
  EXPECT_EQ(name(".", "../../etc/passwd"), "_./_./etc/passwd_20.png");
  EXPECT_EQ(name(".", "/etc//x"), "etc/x_20.png");
  EXPECT_EQ(name(".", ".."), "_._20.png");
  EXPECT_EQ(name(".", ""), "untitled_20.png");
  EXPECT_EQ(name(".", std::string_view("a\0b\n*\\", 6)), "a_b____20.png");
  EXPECT_EQ(name(".", "小明"), "小明_20.png");
  EXPECT_LT(name(".", std::string(5000, 'x')).size(), 120U);
  EXPECT_EQ(ExtractedName(".", "x", -5, "RIFF"), "x_-5.wav");
  EXPECT_EQ(ExtractedName(".", "x", 0, ""), "x_0.bin");
}

TEST(Extract, WritesFilesAsTheyAre) {
  const test::TemporaryFolder folder;
  const Series series{"gen/x",
                      {{1, 0, Picture{1, 1, "\x89PNG picture"}},
                       {2, 0, Scalar{5}},
                       {3, 0, Sound{44100, 1, 1, "RIFF sound", "audio/wav"}}}};
  EXPECT_EQ(Extract("eval", series, folder.path()), 2U);
  EXPECT_EQ(ReadFile(folder / "eval/gen/x_1.png"), "\x89PNG picture");
  EXPECT_EQ(ReadFile(folder / "eval/gen/x_3.wav"), "RIFF sound");
}

}  // namespace
}  // namespace bv2::board
