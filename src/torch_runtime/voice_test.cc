#include "torch_runtime/voice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "base/rng.h"
#include "base/thread_pool.h"
#include "model/convert.h"
#include "model/network_shape.h"
#include "tests/support/test_support.h"
#include "vits/voice.h"

namespace bv2::torch_runtime {
namespace {

struct Spoken {
  std::vector<int> frames;
  std::vector<float> samples;
};

// The largest difference, infinite for other sizes.
float Distance(const std::vector<float>& a, const std::vector<float>& b) {
  if (a.size() != b.size()) return INFINITY;
  float worst = 0;
  for (size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a[i] - b[i]));
  return worst;
}

// A voice of the CPU and its twin, with something to say.
class VoiceTest : public testing::Test {
 protected:
  static std::unique_ptr<vits::Voice> OpenCpu(const std::filesystem::path& model) {
    return std::make_unique<vits::Voice>(model::OpenVoiceWeights(model), ConfigOf(model),
                                         ThreadPool(1));
  }
  static std::unique_ptr<Voice> OpenTorch(const std::filesystem::path& model,
                                          const std::string& precision = "fp32") {
    return std::make_unique<Voice>(
        model::OpenVoiceWeights(model), ConfigOf(model),
        std::make_shared<const Compute>(EngineOptions{.device = "torch", .precision = precision}));
  }
  static model::Config ConfigOf(const std::filesystem::path& model) {
    return model::ReadConfigFor(model, test::TestData("voices/noise/config.json"));
  }

  VoiceTest() {
    Rng rng(3);
    for (Matrix* features : {&bert_, &ja_bert_})
      for (size_t t = 0; t < features->rows(); ++t) rng.FillNormal(features->view()[t]);
  }

  vits::Utterance Utterance(const vits::AcousticModel& voice, int64_t speaker = 0) const {
    return {.phones = {.phones = phones_,
                       .tones = tones_,
                       .languages = languages_,
                       .bert = bert_,
                       .ja_bert = ja_bert_},
            .speaker = voice.Speaker(speaker)};
  }

  static Spoken Speak(const vits::AcousticModel& voice, const vits::Utterance& utterance,
                      uint64_t seed = 1) {
    const ThreadPool pool(1);
    Arena arena;
    Rng rng(seed);
    vits::SeededNoise noise(rng);
    Spoken spoken{.frames = std::vector<int>(utterance.phones.phones.size()), .samples = {}};
    voice.Infer(utterance, noise,
                [&](std::span<const float> more) {
                  spoken.samples.insert(spoken.samples.end(), more.begin(), more.end());
                },
                spoken.frames, {pool, arena});
    return spoken;
  }

  static inline const std::filesystem::path model_ =
      test::TestData("voices/noise/model.safetensors");
  std::vector<int64_t> phones_ = {0, 5, 0, 77, 0, 111, 0}, tones_ = {0, 1, 0, 6, 0, 10, 0},
                       languages_ = {0, 0, 0, 1, 1, 2, 2};
  Matrix bert_{7, 1024}, ja_bert_{7, 768};
  const std::unique_ptr<Voice> voice_ = OpenTorch(model_);
};

TEST_F(VoiceTest, SpeaksAsTheCpuDoes) {
  const auto cpu = OpenCpu(model_);
  ASSERT_EQ(voice_->speakers(), cpu->speakers());
  EXPECT_EQ(voice_->hop(), cpu->hop());
  EXPECT_EQ(voice_->gin_channels(), cpu->gin_channels());
  const vits::InferOptions options[] = {
      {},
      {.sdp_ratio = 0},
      {.sdp_ratio = 1, .noise_scale = 1, .noise_scale_w = 0.3f, .length_scale = 1.7f},
      {.noise_scale = 0, .max_len = 5}};
  for (const vits::InferOptions& option : options) {
    for (const int64_t speaker : {0, 1}) {
      vits::Utterance utterance = Utterance(*cpu, speaker);
      utterance.options = option;
      const Spoken expected = Speak(*cpu, utterance), spoken = Speak(*voice_, utterance);
      EXPECT_EQ(spoken.frames, expected.frames);
      EXPECT_LT(Distance(spoken.samples, expected.samples), 1e-6f);
      EXPECT_GT(Distance(spoken.samples, std::vector<float>(spoken.samples.size())), 0.01f);
    }
  }
}

TEST_F(VoiceTest, ShowsTheStagesThatTheCpuShows) {
  using Stage = std::tuple<std::string, std::string, Matrix>;
  const auto stages = [&](const vits::AcousticModel& voice) {
    std::vector<Stage> seen;
    vits::Utterance utterance = Utterance(voice);
    utterance.observer = [&](std::string_view stage, std::string_view name,
                             View<const float> value) {
      Matrix copy(value.rows(), value.cols());
      for (size_t t = 0; t < value.rows(); ++t) std::ranges::copy(value[t], copy.view()[t].begin());
      seen.emplace_back(stage, name, std::move(copy));
    };
    Speak(voice, utterance);
    return seen;
  };
  const auto expected = stages(*OpenCpu(model_)), seen = stages(*voice_);
  ASSERT_EQ(seen.size(), expected.size());
  for (size_t i = 0; i < seen.size(); ++i) {
    const auto& [stage, name, value] = seen[i];
    const auto& [expected_stage, expected_name, expected_value] = expected[i];
    EXPECT_EQ(stage, expected_stage);
    ASSERT_EQ(name, expected_name);
    ASSERT_EQ(value.rows(), expected_value.rows()) << name;
    ASSERT_EQ(value.cols(), expected_value.cols()) << name;
    for (size_t t = 0; t < value.rows(); ++t)
      for (size_t c = 0; c < value.cols(); ++c)
        ASSERT_NEAR(value.view()(t, c), expected_value.view()(t, c), 1e-4f) << name;
  }
}

TEST_F(VoiceTest, TheChunksDoNotMatter) {
  vits::Utterance utterance = Utterance(*voice_);
  const std::vector<int> frames = {12, 0, 9, 11, 8, 10, 14};
  utterance.frames = frames;
  utterance.options.first_chunk_frames = utterance.options.chunk_frames = 1000;
  const Spoken whole = Speak(*voice_, utterance);
  EXPECT_EQ(whole.frames, frames);
  EXPECT_EQ(whole.samples.size(), 64 * voice_->hop());
  for (const size_t chunk : {1, 7, 32, 63}) {
    for (const size_t first : {size_t{1}, chunk}) {
      utterance.options.first_chunk_frames = first;
      utterance.options.chunk_frames = chunk;
      EXPECT_LT(Distance(Speak(*voice_, utterance).samples, whole.samples), 1e-5f) << chunk;
    }
  }
}

TEST_F(VoiceTest, DecodesNoMoreAroundAChunkThanNeeded) {
  EXPECT_EQ(train::ReachInFrames({}), 13);
  EXPECT_EQ(train::ReachInFrames({.resblock_2 = true,
                                  .resblock_taps = {3},
                                  .resblock_dilations = {{1}},
                                  .upsample_rates = {2},
                                  .upsample_taps = {4}}),
            3 + 3);  // (3 + 1 + 4 − 1 − 1) / 2 before the upsampling, 3 before that
}

TEST_F(VoiceTest, ManySpeakAtOnce) {
  std::vector<Spoken> alone, together(4);
  for (size_t i = 0; i < together.size(); ++i)
    alone.push_back(Speak(*voice_, Utterance(*voice_, i % 2), i));
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < together.size(); ++i)
      threads.emplace_back([&, i] {
        for (int n = 0; n < 3; ++n) together[i] = Speak(*voice_, Utterance(*voice_, i % 2), i);
      });
  }
  for (size_t i = 0; i < together.size(); ++i)
    EXPECT_LT(Distance(together[i].samples, alone[i].samples), 1e-6f);
}

TEST_F(VoiceTest, ReadsStrippedFilesInHalfPrecision) {
  const test::TemporaryFolder folder;
  for (const char* name : {"small.safetensors", "small.pth"}) {
    model::ConvertCheckpoint(model_, folder / name, {.strip = true, .half = true});
    const auto cpu = OpenCpu(folder / name);
    const auto torch = OpenTorch(folder / name);
    const vits::Utterance utterance = Utterance(*cpu);
    EXPECT_LT(Distance(Speak(*torch, utterance).samples, Speak(*cpu, utterance).samples), 1e-6f);
  }
}

TEST_F(VoiceTest, LowerPrecisionIsClose) {
  const auto lower = OpenTorch(model_, "bf16");
  const vits::Utterance utterance = Utterance(*voice_);
  const Spoken exact = Speak(*voice_, utterance), spoken = Speak(*lower, utterance);
  EXPECT_EQ(spoken.frames, exact.frames);
  EXPECT_LT(Distance(spoken.samples, exact.samples), 0.05f);
  EXPECT_GT(Distance(spoken.samples, exact.samples), 1e-5f);
}

TEST_F(VoiceTest, RefusesWhatAGpuWouldNotSurvive) {
  const vits::Utterance utterance = Utterance(*voice_);
  const auto expect = [&](ErrorCode code, const char* message) {
    test::ExpectError(code, message, [&] { Speak(*voice_, utterance); });
  };
  phones_[2] = 112;
  expect(ErrorCode::kOutOfRange, "phone 112 is not among the 112 of the voice");
  phones_[2] = -1;
  expect(ErrorCode::kOutOfRange, "phone -1");
  phones_[2] = 0;
  tones_[1] = 11;
  expect(ErrorCode::kOutOfRange, "tone 11");
  tones_[1] = 0;
  languages_[0] = 3;
  expect(ErrorCode::kOutOfRange, "language 3");
  for (const int64_t id : {-1, 1000})
    test::ExpectError(ErrorCode::kOutOfRange, "speaker", [&] { voice_->Speaker(id); });
}

TEST_F(VoiceTest, SaysWhichTensorIsMissing) {
  model::Config config = ConfigOf(model_);
  config.model.n_layers += 1;
  test::ExpectError(ErrorCode::kNotFound, "enc_p.encoder.attn_layers.", [&] {
    Voice(model::OpenVoiceWeights(model_), config,
          std::make_shared<const Compute>(EngineOptions{.device = "torch"}));
  });
}

}  // namespace
}  // namespace bv2::torch_runtime
