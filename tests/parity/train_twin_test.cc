// The networks of synthesis and of training are written twice: here both get the same random
// weights and noise, and every stage must agree.
#include <gtest/gtest.h>

#include <map>

#include "base/thread_pool.h"
#include "model/config.h"
#include "tests/support/test_support.h"
#include "train/checkpoint/tensors.h"
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

class Twins : public testing::TestWithParam<Variant> {};

TEST_P(Twins, AgreeInEveryStage) {
  torch::manual_seed(7);
  model::Config config = model::Config::Read(test::TestData("golden/models/b16/config.json"));
  GetParam().change(config);
  train::Generator generator(config);
  Randomize(generator);
  generator.eval();

  model::NamedTensors tensors;
  for (const auto& [name, value] : train::StateOf(generator))
    tensors.emplace_back(name, train::FromTorch(value));
  const model::Weights weights(std::make_shared<const model::TensorFile>("twin", tensors));
  const ThreadPool pool(1);
  Arena arena;
  const Context context{pool, arena};
  const vits::Voice voice(weights, config, pool);

  const std::vector<int64_t> phones = {0, 5, 0, 77, 0, 111, 0}, tones = {0, 1, 0, 6, 0, 10, 0},
                             languages = {0, 0, 0, 1, 1, 2, 2};
  const auto length = static_cast<int64_t>(phones.size());
  const auto ids = [&](const std::vector<int64_t>& values) {
    return torch::tensor(values, torch::kLong).unsqueeze(0);
  };
  const int64_t bins = static_cast<int64_t>(config.data.spec_channels());
  const train::Batch batch{.text = {.x = ids(phones),
                                    .lengths = torch::tensor({length}),
                                    .tone = ids(tones),
                                    .language = ids(languages),
                                    .bert = torch::randn({1, 1024, length}),
                                    .ja_bert = torch::randn({1, 768, length})},
                           .spec = torch::rand({1, bins, 50}),
                           .spec_lengths = torch::tensor({50}),
                           .wav = {},
                           .wav_lengths = {},
                           .speaker = torch::tensor({int64_t{1}})};
  KeptNoise kept;
  const train::InferOptions options{
      .noise_scale = 0.6, .length_scale = 1.3, .noise_scale_w = 0.7, .sdp_ratio = 0.4};
  const train::InferOutput expected = generator.Infer(batch, options, kept);

  Matrix bert(phones.size(), 1024), ja_bert(phones.size(), 768), spec(50, bins);
  CopyTo(batch.text.bert, bert);
  CopyTo(batch.text.ja_bert, ja_bert);
  CopyTo(batch.spec, spec);
  std::vector<float> speaker(voice.gin_channels());
  if (voice.speakers() > 0)
    std::ranges::copy(voice.Speaker(1), speaker.begin());
  else
    voice.SpeakerFromReference(spec, speaker, context);

  std::map<std::string, Tensor> stages;
  const vits::Utterance utterance{
      .phones = {.phones = phones,
                 .tones = tones,
                 .languages = languages,
                 .bert = bert,
                 .ja_bert = ja_bert},
      .speaker = speaker,
      .options = {.sdp_ratio = 0.4f,
                  .noise_scale = 0.6f,
                  .noise_scale_w = 0.7f,
                  .length_scale = 1.3f},
      .observer = [&](std::string_view, std::string_view tensor, View<const float> value) {
        if (!tensor.empty()) stages[std::string(tensor)] = ToTorch(value);
      }};
  GivenNoise given(kept.draws);
  std::vector<float> samples;
  const auto sink = [&](std::span<const float> more) {
    samples.insert(samples.end(), more.begin(), more.end());
  };
  voice.Infer(utterance, given, sink, {}, context);
  stages["audio"] = torch::tensor(samples).view({1, 1, -1});
  stages["g"] = torch::tensor(speaker).view({1, -1, 1});

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
