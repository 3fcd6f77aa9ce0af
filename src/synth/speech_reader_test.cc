#include "synth/speech_reader.h"

#include "tests/support/test_support.h"

namespace bv2::synth {
namespace {

const Synthesizer& Shared() {
  const auto folder = test::TestData("voices/noise");
  static const Synthesizer synthesizer({.model = folder / "model.safetensors",
                                        .config = folder / "config.json",
                                        .data = test::ProductData(""),
                                        .bert = folder / "bert"},
                                       2);
  return synthesizer;
}

std::vector<float> Pushed(const Request& request) {
  std::vector<float> audio;
  Shared().Synthesize(
      request, [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); });
  return audio;
}

TEST(SpeechReaderTest, GivesWhatASinkGets) {
  const Request request{.text = "你好。|世界", .pause_seconds = 0.1f, .seed = 1};
  const std::vector<float> pushed = Pushed(request);
  for (const double ahead : {0.0, 0.05, 10.0}) {
    for (const size_t block : {size_t{100}, size_t{7777}, pushed.size() + 1}) {
      SpeechReader reader(Shared(), request, ahead);
      std::vector<float> read, samples(block);
      while (const size_t count = reader.Read(samples)) {
        EXPECT_TRUE(count == block || reader.done());
        read.insert(read.end(), samples.begin(), samples.begin() + static_cast<ptrdiff_t>(count));
      }
      EXPECT_EQ(read, pushed);
      EXPECT_EQ(reader.Read(samples), 0u);
    }
  }
}

TEST(SpeechReaderTest, ADeviceNeedNotWait) {
  const Request request{.text = "你好", .seed = 1};
  SpeechReader reader(Shared(), request);
  std::vector<float> read, samples(64);
  while (!reader.done()) {
    const size_t count = reader.ReadReady(samples);
    read.insert(read.end(), samples.begin(), samples.begin() + static_cast<ptrdiff_t>(count));
  }
  EXPECT_EQ(read, Pushed(request));
}

TEST(SpeechReaderTest, MayBeLeftAtAnyTime) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "今天天气真好。";
  { const SpeechReader unread(Shared(), {.text = text}); }
  SpeechReader reader(Shared(), {.text = text}, 0.1);
  std::vector<float> samples(1000);
  EXPECT_EQ(reader.Read(samples), samples.size());
}

TEST(SpeechReaderTest, ThrowsWhatSpeakingThrows) {
  SpeechReader reader(Shared(), {.text = "…"});
  std::vector<float> samples(10);
  for (int i = 0; i < 2; ++i)
    test::ExpectError(ErrorCode::kInvalidArgument, "nothing that can be spoken",
                      [&] { reader.Read(samples); });
}

}  // namespace
}  // namespace bv2::synth
