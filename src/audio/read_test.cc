#include "audio/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "audio/write.h"
#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::audio {
namespace {

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// The bytes of a mono float wav with these samples.
std::string WavBytes(const std::vector<float>& samples) {
  const test::TemporaryFolder folder;
  WriteAudio(folder / "a.wav", {.sample_rate = 16000}, samples);
  return ReadFile(folder / "a.wav");
}

TEST(ReadAudio, ReadsFilesAndMemoryAlike) {
  const test::TemporaryFolder folder;
  const std::vector<float> samples = {0.25F, -1.5F, 3.0F};
  WriteAudio(folder / "a.wav", {.sample_rate = 22050}, samples);
  const Clip from_file = ReadAudio(folder / "a.wav");
  EXPECT_EQ(from_file.sample_rate, 22050);
  EXPECT_EQ(from_file.channels, 1);
  EXPECT_EQ(from_file.frames(), 3);
  EXPECT_EQ(from_file.samples, samples);
  const std::string bytes = ReadFile(folder / "a.wav");
  EXPECT_EQ(ReadAudio(Bytes(bytes), "memory").samples, samples);
}

TEST(ReadAudio, GivesWhatATruncatedFileHolds) {
  const std::string whole = WavBytes(std::vector<float>(1000, 0.5F));
  const Clip clip = ReadAudio(Bytes(whole).first(whole.size() - 400), "short.wav");
  EXPECT_EQ(clip.samples, std::vector<float>(900, 0.5F));
}

TEST(ReadAudio, NamesTheFileThatIsNoAudio) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "noise.wav", std::string(500, '\x5a'));
  test::ExpectError(ErrorCode::kCorruptFile, "noise.wav", [&] { ReadAudio(folder / "noise.wav"); });
  ReplaceFile(folder / "empty.wav", "");
  test::ExpectError(ErrorCode::kCorruptFile, "empty.wav", [&] { ReadAudio(folder / "empty.wav"); });
  test::ExpectError(ErrorCode::kNotFound, "missing.wav",
                    [&] { ReadAudio(folder / "missing.wav"); });
  test::ExpectError(ErrorCode::kIo, "not a regular file", [&] { ReadAudio(folder.path()); });
}

TEST(ReadAudio, SurvivesAHeaderCutAtEveryByte) {
  const std::string whole = WavBytes({0.5F, 0.5F});
  for (size_t size = 0; size < whole.size(); ++size) {
    try {
      EXPECT_LE(ReadAudio(Bytes(whole).first(size), "cut").frames(), 2) << size;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorruptFile) << error.what();
    }
  }
}

TEST(ReadAudio, DoesNotBelieveAClaimedLength) {
  std::string bytes = WavBytes({0.5F, 0.25F});
  const size_t data = bytes.find("data");
  ASSERT_NE(data, std::string::npos);
  bytes.replace(data + 4, 4, "\xff\xff\xff\x7f");
  EXPECT_THAT(ReadAudio(Bytes(bytes), "liar").samples, testing::ElementsAre(0.5F, 0.25F));
}

}  // namespace
}  // namespace bv2::audio
