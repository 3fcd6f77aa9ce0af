#include "corpus/prepare_clip.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "dsp/loudness.h"
#include "tests/support/test_support.h"

namespace bv2::corpus {
namespace {

audio::Clip Tone(double amplitude, double seconds, int rate = 16000) {
  audio::Clip clip{.samples = {}, .sample_rate = rate, .channels = 1};
  for (int t = 0; t < seconds * rate; ++t)
    clip.samples.push_back(
        static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * 440 * t / rate)));
  return clip;
}

// Half a second of silence around it.
audio::Clip Surrounded(audio::Clip clip) {
  const auto silence = static_cast<size_t>(clip.sample_rate / 2);
  clip.samples.insert(clip.samples.begin(), silence, 0.0f);
  clip.samples.insert(clip.samples.end(), silence, 0.0f);
  return clip;
}

float Peak(const audio::Clip& clip) {
  float peak = 0;
  for (const float sample : clip.samples) peak = std::max(peak, std::abs(sample));
  return peak;
}

TEST(PrepareClip, ChangesTheRate) {
  const audio::Clip clip = PrepareClip(Tone(0.5, 1), {.sample_rate = 44100});
  EXPECT_EQ(clip.sample_rate, 44100);
  EXPECT_EQ(clip.frames(), 44100u);
  EXPECT_NEAR(Peak(clip), 0.5, 0.01);
}

TEST(PrepareClip, MixesChannelsDownUnlessTold) {
  audio::Clip stereo{.samples = {0.5f, 0.25f, -1, 0}, .sample_rate = 8000, .channels = 2};
  const audio::Clip both = PrepareClip(stereo, {.sample_rate = 8000, .mono = false});
  EXPECT_EQ(both.samples, stereo.samples);
  const audio::Clip mono = PrepareClip(stereo, {.sample_rate = 8000});
  EXPECT_EQ(mono.channels, 1);
  EXPECT_EQ(mono.samples, (std::vector<float>{0.375f, -0.5f}));
}

TEST(PrepareClip, TrimsSilenceButLeavesAMargin) {
  const audio::Clip clip =
      PrepareClip(Surrounded(Tone(0.5, 1)), {.sample_rate = 16000, .trim = true});
  EXPECT_NEAR(static_cast<double>(clip.frames()) / 16000, 1.1, 0.021);
  const auto [first, last] = SoundRange(Surrounded(Tone(0.5, 1)));
  EXPECT_EQ(first, 8000u - 800u);
  EXPECT_NEAR(static_cast<double>(last), 24000 + 800, 320);
  EXPECT_EQ(SoundRange(Tone(0, 1)), (std::pair<size_t, size_t>{0, 0}));
}

TEST(PrepareClip, SetsTheLoudness) {
  const audio::Clip clip = PrepareClip(Tone(0.01, 2), {.sample_rate = 16000, .loudness = -20});
  EXPECT_NEAR(dsp::IntegratedLoudness(clip.samples, 1, 16000), -20, 0.01);
}

TEST(PrepareClip, LowersWhatWouldClip) {
  EXPECT_LE(Peak(PrepareClip(Tone(2, 1), {.sample_rate = 16000})), 32767.0f / 32768);
  EXPECT_LE(Peak(PrepareClip(Tone(0.1, 1), {.sample_rate = 16000, .loudness = 6})),
            32767.0f / 32768);
  EXPECT_FLOAT_EQ(Peak(PrepareClip(Tone(1, 1), {.sample_rate = 16000})), Peak(Tone(1, 1)));
}

TEST(PrepareClip, RefusesWhatIsNoSound) {
  const auto refuse = [](const char* fragment, const audio::Clip& clip,
                         const ClipOptions& options) {
    test::ExpectError(ErrorCode::kInvalidArgument, fragment, [&] { PrepareClip(clip, options); });
  };
  refuse("no samples", {.samples = {}, .sample_rate = 8000, .channels = 1}, {});
  refuse(
      "not numbers",
      {.samples = {0, std::numeric_limits<float>::quiet_NaN()}, .sample_rate = 8000, .channels = 1},
      {});
  refuse("silent", Tone(0, 1), {.trim = true});
  refuse("silent", Tone(0, 1), {.loudness = -23});
  EXPECT_EQ(Peak(PrepareClip(Tone(0, 1), {})), 0);
}

}  // namespace
}  // namespace bv2::corpus
