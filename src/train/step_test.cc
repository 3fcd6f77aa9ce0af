#include "train/step.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/config.h"
#include "tests/support/test_support.h"
#include "train/model/segments.h"

namespace bv2::train {
namespace {

model::Config SmallConfig() {
  return model::Config::Read(test::TestData("golden/models/b16/config.json"));
}

Batch RandomBatch(const model::Config& config) {
  const auto ids = [](int64_t below) { return torch::randint(below, {2, 7}, torch::kLong); };
  const auto lengths = [](int64_t first, int64_t second) { return torch::tensor({first, second}); };
  const auto hop = static_cast<int64_t>(config.data.hop_length);
  return {.text = {.x = ids(112),
                   .lengths = lengths(7, 5),
                   .tone = ids(11),
                   .language = ids(3),
                   .bert = torch::randn({2, 1024, 7}),
                   .ja_bert = torch::randn({2, 768, 7})},
          .spec = torch::rand({2, static_cast<int64_t>(config.data.spec_channels()), 24}),
          .spec_lengths = lengths(24, 20),
          .wav = torch::rand({2, 1, 24 * hop}) - 0.5,
          .wav_lengths = lengths(24 * hop, 20 * hop),
          .speaker = lengths(0, 2)};
}

// Takes one step. True if the duration predictor learned from more than its own regression.
bool DurationsLearn(DurationGan gan) {
  torch::manual_seed(3);
  model::Config config = SmallConfig();
  TrainingStep step(config, gan, MakeNetworks(config, gan));
  Noise noise;
  const ThreadPool pool(1);
  const Batch batch = RandomBatch(config);
  torch::manual_seed(4);
  step.networks().generator->eval();
  const Tensor bias = step.networks().generator->named_parameters()["dp.proj.bias"];
  Tensor gradient;
  step.set_exchange({.finish = [&](size_t optimizer) {
    if (step.optimizers()[optimizer] == &step.optimizer_g()) gradient = bias.grad().clone();
  }});
  const StepOutput out = step.Run(batch, 0, noise, pool);
  const GeneratorOutput& g = out.generator;
  const Tensor phones = g.x_mask.sum();
  const Tensor regression = (2 * (g.logw - g.logw_) * g.x_mask).sum() / phones;
  EXPECT_EQ(out.losses.dur_gen.defined(), gan != DurationGan::kOff);
  for (const Tensor& parameter : step.optimizer_d().parameters())
    EXPECT_TRUE(parameter.requires_grad());
  return !torch::allclose(gradient, regression.flatten(), 1e-3, 1e-4);
}

TEST(TrainingStep, DurationGanTeachesTheGeneratorOnlyWhenFixed) {
  EXPECT_FALSE(DurationsLearn(DurationGan::kOff));
  EXPECT_FALSE(DurationsLearn(DurationGan::kOriginal));
  EXPECT_TRUE(DurationsLearn(DurationGan::kFixed));
}

TEST(TrainingStep, LearnsWithoutDiscriminatorsBeforeTheirFirstStep) {
  torch::manual_seed(3);
  model::Config config = SmallConfig();
  config.train.gan_start_step = 1;
  TrainingStep step(config, DurationGan::kOff, MakeNetworks(config, DurationGan::kOff));
  Noise noise;
  const ThreadPool pool(1);
  const Batch batch = RandomBatch(config);
  const Tensor weight = step.optimizer_d().parameters()[0];
  const Tensor untrained = weight.detach().clone();
  const StepOutput before = step.Run(batch, 0, noise, pool);
  EXPECT_FALSE(before.losses.disc.defined());
  EXPECT_FALSE(before.losses.fm.defined());
  EXPECT_TRUE(torch::equal(weight, untrained));
  const StepOutput after = step.Run(batch, 1, noise, pool);
  EXPECT_TRUE(after.losses.disc.defined());
  EXPECT_GT(after.losses.fm.item<float>(), 0);
  EXPECT_FALSE(torch::equal(weight, untrained));
}

TEST(MultiPeriodDiscriminator, CanBeNarrower) {
  const auto weights = [](double width) {
    int64_t count = 0;
    for (const Tensor& weight : MultiPeriodDiscriminator(Norm::kWeight, width).parameters())
      count += weight.numel();
    return count;
  };
  const double share = static_cast<double>(weights(0.25)) / static_cast<double>(weights(1));
  EXPECT_NEAR(share, 1.0 / 16, 0.01);
  MultiPeriodDiscriminator narrow(Norm::kWeight, 0.05);
  for (const Verdict& verdict : narrow.Forward(torch::randn({2, 1, 1000})))
    EXPECT_EQ(verdict.score.size(0), 2);
}

TEST(TrainingStep, TheDurationDiscriminatorStartsLater) {
  torch::manual_seed(3);
  model::Config config = SmallConfig();
  config.train.dd_start_step = 1;
  config.train.discriminator_width = 0.1;
  const auto gan = DurationGan::kFixed;
  TrainingStep step(config, gan, MakeNetworks(config, gan));
  Noise noise;
  const ThreadPool pool(1);
  const Batch batch = RandomBatch(config);
  const Tensor weight = step.networks().durations->named_parameters()["conv_1.weight"];
  const Tensor initial = weight.detach().clone();
  const StepLosses before = step.Run(batch, 0, noise, pool).losses;
  EXPECT_FALSE(before.dur_disc.defined());
  EXPECT_FALSE(before.dur_gen.defined());
  EXPECT_NEAR(before.gen_all.item<double>(),
              (before.gen + before.fm + before.mel + before.dur + before.kl).item<double>(), 1e-3);
  EXPECT_TRUE(torch::equal(weight, initial));
  const StepLosses after = step.Run(batch, 1, noise, pool).losses;
  EXPECT_TRUE(after.dur_disc.defined());
  EXPECT_TRUE(after.dur_gen.defined());
  EXPECT_FALSE(torch::equal(weight, initial));
}

// The losses of the first step, which all precisions take from the same weights and draws.
StepLosses FirstLosses(Precision precision) {
  torch::manual_seed(3);
  model::Config config = SmallConfig();
  TrainingStep step(config, DurationGan::kOriginal, MakeNetworks(config, DurationGan::kOriginal),
                    precision);
  const Batch batch = RandomBatch(config);
  torch::manual_seed(4);
  step.networks().generator->eval();
  step.networks().durations->eval();
  Noise noise;
  const ThreadPool pool(1);
  return step.Run(batch, 0, noise, pool).losses;
}

TEST(TrainingStep, LossesInBFloat16AreNearThoseInSinglePrecision) {
  const StepLosses full = FirstLosses(Precision::kFloat), low = FirstLosses(Precision::kBFloat16);
  const auto near = [](const Tensor& expected, const Tensor& actual, double tolerance) {
    const double value = expected.item<double>();
    EXPECT_NEAR(actual.item<double>(), value, tolerance * std::abs(value));
  };
  near(full.disc, low.disc, 0.02);
  near(full.gen, low.gen, 0.02);
  near(full.fm, low.fm, 0.05);
  near(full.mel, low.mel, 0.02);
  near(full.dur, low.dur, 0.02);
  near(full.kl, low.kl, 0.02);
  near(full.grad_norm_d, low.grad_norm_d, 0.1);
  EXPECT_NE(full.gen.item<float>(), low.gen.item<float>());  // it was lower indeed
}

TEST(HelpWithAlignment, NoiseFadesOut) {
  model::Config config;
  EXPECT_FALSE(HelpWithAlignment(config, 0).noise.has_value());
  config.model.use_noise_scaled_mas = true;
  EXPECT_DOUBLE_EQ(*HelpWithAlignment(config, 0).noise, 0.01);
  EXPECT_NEAR(*HelpWithAlignment(config, 2500).noise, 0.005, 1e-12);
  EXPECT_EQ(*HelpWithAlignment(config, 6000).noise, 0);
}

TEST(HelpWithAlignment, PriorFadesOut) {
  model::Config config;
  EXPECT_EQ(HelpWithAlignment(config, 0).prior, 0);
  config.train.align_prior_steps = 200;
  EXPECT_DOUBLE_EQ(HelpWithAlignment(config, 0).prior, 1);
  EXPECT_DOUBLE_EQ(HelpWithAlignment(config, 50).prior, 0.75);
  EXPECT_EQ(HelpWithAlignment(config, 200).prior, 0);
}

// Losses of one step of the small network.
StepOutput OneStep(const model::Config& config) {
  torch::manual_seed(3);
  TrainingStep step(config, DurationGan::kOff, MakeNetworks(config, DurationGan::kOff));
  Noise noise;
  return step.Run(RandomBatch(config), 0, noise, ThreadPool(1));
}

TEST(TrainingStep, AddsTheDistanceOfSpectraIfAsked) {
  model::Config config = SmallConfig();
  config.train.gan_start_step = 1;
  const StepLosses plain = OneStep(config).losses;
  EXPECT_FALSE(plain.stft.defined());
  config.train.c_stft = 10;
  const StepLosses more = OneStep(config).losses;
  ASSERT_TRUE(more.stft.defined());
  EXPECT_NEAR(more.gen_all.item<double>() - plain.gen_all.item<double>(), more.stft.item<double>(),
              1e-3 * more.gen_all.item<double>());
  EXPECT_GT(more.stft.item<double>(), 0);
}

TEST(Generator, AStrongPriorKeepsTheAlignmentAtTheDiagonal) {
  torch::manual_seed(3);
  const model::Config config = SmallConfig();
  Generator generator(config);
  Noise noise;
  const GeneratorOutput out =
      generator.Forward(RandomBatch(config), {.prior = 1e6}, noise, ThreadPool(1));
  const Tensor phones = out.attn[0][0].argmax(-1).to(torch::kFloat);
  const Tensor off = (phones - torch::linspace(0, 6, phones.size(0))).abs();
  EXPECT_LE(off.max().item<float>(), 1);
}

TEST(SegmentStarts, OfShortItemsAreZero) {
  const Tensor starts = SegmentStarts(torch::tensor({0.99f, 0.99f}), torch::tensor({3, 20}), 16);
  EXPECT_EQ(starts[0].item<int64_t>(), 0);
  EXPECT_EQ(starts[1].item<int64_t>(), 4);
  const Tensor cut = SliceSegments(torch::ones({2, 1, 20}), starts, 30);
  EXPECT_EQ(cut.sum({1, 2})[0].item<float>(), 20);
}

}  // namespace
}  // namespace bv2::train
