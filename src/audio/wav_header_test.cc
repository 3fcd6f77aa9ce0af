#include "audio/wav_header.h"

#include "audio/write.h"
#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::audio {
namespace {

WavHeader Parse(std::string_view content) {
  return ReadWavHeader(std::as_bytes(std::span(content)), "a.wav");
}

std::string Wav(SampleType type, int channels) {
  const test::TemporaryFolder folder;
  WriteAudio(folder / "a.wav", {.sample_type = type, .sample_rate = 22050, .channels = channels},
             std::vector<float>(60, 0.5F));
  return ReadFile(folder / "a.wav");
}

TEST(WavHeader, DescribesWhatWeWrite) {
  const std::string content = Wav(SampleType::kPcm16, 1);
  const WavHeader header = Parse(content);
  EXPECT_EQ(header.Description(), "16-bit integers, 1 channel, 22050 Hz");
  EXPECT_EQ(header.data_offset + header.data_bytes, content.size());
  EXPECT_EQ(header.data_bytes, 120u);
  EXPECT_EQ(header.promised_bytes, 120u);
  EXPECT_EQ(Parse(Wav(SampleType::kFloat32, 2)).Description(),
            "32-bit floats, 2 channels, 22050 Hz");
}

TEST(WavHeader, SkipsOtherChunksAndReadsExtensions) {
  using namespace std::string_literals;
  const std::string content =
      "RIFF\0\0\0\0WAVE"s + "LIST\3\0\0\0abc\0"s +
      "fmt \x28\0\0\0\xFE\xFF\1\0\x80\x3E\0\0\0\0\0\0\3\0\x18\0\x16\0\x18\0\0\0\0\0\1\0"s +
      std::string(14, '\0') + "data\6\0\0\0abcdef"s;
  const WavHeader header = Parse(content);
  EXPECT_EQ(header.Description(), "24-bit integers, 1 channel, 16000 Hz");
  EXPECT_EQ(content.substr(header.data_offset), "abcdef");
}

TEST(WavHeader, TellsThatAFileBreaksOff) {
  const std::string content = Wav(SampleType::kPcm16, 1);
  const WavHeader header = Parse(std::string_view(content).substr(0, content.size() - 21));
  EXPECT_EQ(header.data_bytes, 99u);
  EXPECT_EQ(header.promised_bytes, 120u);
  for (size_t size = 0; size < header.data_offset; ++size) {
    const char* what = size == 0   ? "it is empty"
                       : size < 12 ? "not a wav"
                       : size < 36 ? "without a header"
                                   : "without samples";
    test::ExpectError(ErrorCode::kCorruptFile, what,
                      [&] { Parse(std::string_view(content).substr(0, size)); });
  }
  test::ExpectError(ErrorCode::kCorruptFile, "'a.wav' is not a wav",
                    [] { Parse("ID3\4 this is an mp3, whatever it is called"); });
}

}  // namespace
}  // namespace bv2::audio
