// The networks of synthesis and of training are written twice: here both get the same random
// weights and noise, and every stage must agree.
#include <gtest/gtest.h>

#include <map>

#include "base/rng.h"
#include "base/thread_pool.h"
#include "model/config.h"
#include "tests/support/test_support.h"
#include "train/checkpoint/tensors.h"
#include "train/gan/losses.h"
#include "train/model/generator.h"
#include "vits/voice.h"

namespace bv2 {
namespace {

using torch::Tensor;

// [T][C] as torch has it, [1, C, T].
Tensor ToTorch(View<const float> rows) {
  Tensor result =
      torch::empty({1, static_cast<int64_t>(rows.cols()), static_cast<int64_t>(rows.rows())});
  auto values = result.accessor<float, 3>();
  for (size_t t = 0; t < rows.rows(); ++t)
    for (size_t c = 0; c < rows.cols(); ++c)
      values[0][static_cast<int64_t>(c)][static_cast<int64_t>(t)] = rows(t, c);
  return result;
}

// [1, C, T] into rows [T][C].
void CopyTo(const Tensor& tensor, View<float> rows) {
  const auto values = tensor.accessor<float, 3>();
  for (size_t t = 0; t < rows.rows(); ++t)
    for (size_t c = 0; c < rows.cols(); ++c)
      rows(t, c) = values[0][static_cast<int64_t>(c)][static_cast<int64_t>(t)];
}

class GivenNoise : public vits::NoiseSource {
 public:
  explicit GivenNoise(std::vector<Tensor> draws) : draws_(std::move(draws)) {}
  void FillDurations(View<float> noise) override { CopyTo(draws_[0], noise); }
  void FillLatent(View<float> noise) override { CopyTo(draws_[1], noise); }

 private:
  std::vector<Tensor> draws_;
};

// Keeps what is drawn.
class KeptNoise : public train::Noise {
 public:
  Tensor NormalLike(const Tensor& x) override {
    draws.push_back(torch::randn_like(x));
    return draws.back();
  }
  std::vector<Tensor> draws;
};

// Nothing may start as zero or one, or a part of the network would not be seen.
void Randomize(train::Generator& generator) {
  const torch::NoGradGuard no_grad;
  for (const auto& item : generator.named_parameters()) {
    const Tensor& value = item.value();
    if ((value == value.flatten()[0]).all().item<bool>())
      value.add_(0.1 * torch::randn_like(value));
  }
}

struct Variant {
  const char* name;
  void (*change)(model::Config& config);
};

// A generator of training and the voice that its weights make, with something to say.
class Twins : public testing::TestWithParam<Variant> {
 protected:
  Twins() {
    torch::manual_seed(7);
    GetParam().change(config_);
    generator_ = std::make_shared<train::Generator>(config_);
    Randomize(*generator_);
    generator_->eval();
    model::NamedTensors tensors;
    for (const auto& [name, value] : train::StateOf(*generator_))
      tensors.emplace_back(name, train::FromTorch(value));
    const model::Weights weights(std::make_shared<const model::TensorFile>("twin", tensors));
    voice_ = std::make_unique<vits::Voice>(weights, config_, pool_);

    const auto length = static_cast<int64_t>(phones_.size());
    const auto ids = [&](const std::vector<int64_t>& values) {
      return torch::tensor(values, torch::kLong).unsqueeze(0);
    };
    const int64_t bins = static_cast<int64_t>(config_.data.spec_channels());
    batch_ = {.text = {.x = ids(phones_),
                       .lengths = torch::tensor({length}),
                       .tone = ids(tones_),
                       .language = ids(languages_),
                       .bert = torch::randn({1, 1024, length}),
                       .ja_bert = torch::randn({1, 768, length})},
              .spec = torch::rand({1, bins, 50}),
              .spec_lengths = torch::tensor({50}),
              .wav = {},
              .wav_lengths = {},
              .speaker = torch::tensor({int64_t{1}})};
    bert_ = Matrix(phones_.size(), 1024);
    ja_bert_ = Matrix(phones_.size(), 768);
    spec_ = Matrix(50, static_cast<size_t>(bins));
    CopyTo(batch_.text.bert, bert_);
    CopyTo(batch_.text.ja_bert, ja_bert_);
    CopyTo(batch_.spec, spec_);
    speaker_.resize(voice_->gin_channels());
    if (voice_->speakers() > 0)
      std::ranges::copy(voice_->Speaker(1), speaker_.begin());
    else
      voice_->SpeakerFromReference(spec_, speaker_, context_);
  }

  vits::Utterance Utterance() const {
    return {
        .phones = {.phones = phones_,
                   .tones = tones_,
                   .languages = languages_,
                   .bert = bert_,
                   .ja_bert = ja_bert_},
        .speaker = speaker_,
        .options = {
            .sdp_ratio = 0.4f, .noise_scale = 0.6f, .noise_scale_w = 0.7f, .length_scale = 1.3f}};
  }

  const std::vector<int64_t> phones_ = {0, 5, 0, 77, 0, 111, 0}, tones_ = {0, 1, 0, 6, 0, 10, 0},
                             languages_ = {0, 0, 0, 1, 1, 2, 2};
  model::Config config_ = model::Config::Read(test::TestData("golden/models/b16/config.json"));
  ThreadPool pool_{1};
  Arena arena_;
  Context context_{pool_, arena_};
  std::shared_ptr<train::Generator> generator_;
  std::unique_ptr<vits::Voice> voice_;
  train::Batch batch_;
  Matrix bert_, ja_bert_, spec_;
  std::vector<float> speaker_;
};

TEST_P(Twins, AgreeInEveryStage) {
  KeptNoise kept;
  const train::InferOptions options{
      .noise_scale = 0.6, .length_scale = 1.3, .noise_scale_w = 0.7, .sdp_ratio = 0.4};
  const train::InferOutput expected = generator_->Infer(batch_, options, kept);

  std::map<std::string, Tensor> stages;
  vits::Utterance utterance = Utterance();
  utterance.observer = [&](std::string_view, std::string_view tensor, View<const float> value) {
    if (!tensor.empty()) stages[std::string(tensor)] = ToTorch(value);
  };
  GivenNoise given(kept.draws);
  std::vector<float> samples;
  const auto sink = [&](std::span<const float> more) {
    samples.insert(samples.end(), more.begin(), more.end());
  };
  voice_->Infer(utterance, given, sink, {}, context_);
  stages["audio"] = torch::tensor(samples).view({1, 1, -1});
  stages["g"] = torch::tensor(speaker_).view({1, -1, 1});

  const std::pair<const char*, Tensor> of_training[] = {{"g", expected.g},
                                                        {"enc_x", expected.prior.x},
                                                        {"m_p_text", expected.prior.m},
                                                        {"logs_p_text", expected.prior.logs},
                                                        {"logw_sdp", expected.logw_sdp},
                                                        {"logw_dp", expected.logw_dp},
                                                        {"m_p", expected.m_p},
                                                        {"z_p", expected.z_p},
                                                        {"z", expected.z},
                                                        {"audio", expected.audio}};
  for (const auto& [name, tensor] : of_training) {
    ASSERT_TRUE(stages.contains(name)) << name;
    ASSERT_EQ(stages[name].sizes(), tensor.sizes()) << name;
    EXPECT_LT((stages[name] - tensor).abs().max().item<float>(), 1e-4) << name;
  }
}

TEST_P(Twins, HearTheSameInARecording) {
  const torch::NoGradGuard no_grad;
  KeptNoise kept;
  const train::GeneratorOutput expected = generator_->Forward(batch_, {}, kept, pool_);
  GivenNoise given({kept.draws[0], kept.draws[0]});
  const Arena::Scope scope(arena_);
  const vits::Heard heard = voice_->Listen(Utterance(), spec_, given, context_);
  EXPECT_LT((ToTorch(heard.z) - expected.z).abs().max().item<float>(), 1e-4);
  const Tensor durations = expected.attn.sum({0, 1, 2}).to(torch::kInt);
  EXPECT_TRUE(durations.equal(torch::tensor(heard.frames, torch::kInt))) << durations;
  const Tensor kl = train::KlLoss({.z_p = expected.z_p,
                                   .logs_q = expected.logs_q,
                                   .m_p = expected.m_p,
                                   .logs_p = expected.logs_p,
                                   .mask = expected.z_mask});
  EXPECT_NEAR(heard.divergence, kl.item<double>(), 1e-3 * std::abs(kl.item<double>()));
}

TEST_P(Twins, SpeakInGivenDurations) {
  vits::Utterance utterance = Utterance();
  const std::vector<int> frames = {3, 0, 5, 1, 2, 0, 4};
  utterance.frames = frames;
  Rng rng(1);
  vits::SeededNoise noise(rng);
  size_t samples = 0;
  std::vector<int> spoken(frames.size());
  voice_->Infer(
      utterance, noise, [&](std::span<const float> more) { samples += more.size(); }, spoken,
      context_);
  EXPECT_EQ(spoken, frames);
  EXPECT_EQ(samples, 15 * voice_->hop());
  utterance.frames = std::span(frames).first(3);
  test::ExpectError(ErrorCode::kInvalidArgument, "3 durations are given for 7 phones", [&] {
    voice_->Infer(
        utterance, noise, [](std::span<const float>) {}, {}, context_);
  });
}

INSTANTIATE_TEST_SUITE_P(Variants, Twins,
                         testing::Values(Variant{"Default", [](model::Config&) {}},
                                         Variant{"ResidualFlow",
                                                 [](model::Config& c) {
                                                   c.model.use_transformer_flow = false;
                                                   c.model.n_flow_layer = 3;
                                                 }},
                                         Variant{
                                             "SecondResBlock",
                                             [](model::Config& c) {
                                               c.model.resblock = "2";
                                               c.model.resblock_dilation_sizes = {{1, 3}, {2, 5}};
                                             }},
                                         Variant{"ReferenceEncoder",
                                                 [](model::Config& c) {
                                                   c.data.n_speakers = 0;
                                                   c.data.spk2id.clear();
                                                 }}),
                         [](const auto& variant) { return variant.param.name; });

}  // namespace
}  // namespace bv2
