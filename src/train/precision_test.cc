#include "train/precision.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/error.h"

namespace bv2::train {
namespace {

torch::Tensor Norm(double value) { return torch::tensor(value, torch::kDouble); }

TEST(GradScaler, HalvesAfterAnOverflowOfAnyOptimizerAndDoublesAfter2000GoodSteps) {
  GradScaler scaler(true);
  EXPECT_TRUE(scaler.MayStep(Norm(1)));
  EXPECT_FALSE(scaler.MayStep(Norm(std::numeric_limits<double>::infinity())));
  EXPECT_TRUE(scaler.MayStep(Norm(2)));  // each optimizer is asked for itself
  scaler.Update();
  EXPECT_EQ(scaler.state().scale, 32768);
  EXPECT_EQ(scaler.state().good_steps, 0);
  for (int i = 0; i < 1999; ++i) scaler.Update();
  EXPECT_EQ(scaler.state().scale, 32768);
  EXPECT_EQ(scaler.state().good_steps, 1999);
  scaler.Update();
  EXPECT_EQ(scaler.state().scale, 65536);
  EXPECT_EQ(scaler.state().good_steps, 0);
  scaler.Update();
  EXPECT_FALSE(scaler.MayStep(Norm(std::numeric_limits<double>::quiet_NaN())));
  scaler.Update();
  EXPECT_EQ(scaler.state().scale, 32768);
  EXPECT_EQ(scaler.state().good_steps, 0);
}

TEST(GradScaler, GradientsComeBackUnscaled) {
  GradScaler scaler(true);
  scaler.set_state({.scale = 1024, .good_steps = 7});
  const torch::Tensor used = torch::tensor({3.0f}, torch::requires_grad());
  const torch::Tensor unused = torch::tensor({3.0f}, torch::requires_grad());
  scaler.Scale((used * used).sum()).backward();
  EXPECT_EQ(used.grad().item<float>(), 6 * 1024);
  scaler.Unscale({used, unused});
  EXPECT_EQ(used.grad().item<float>(), 6);
}

TEST(GradScaler, DisabledDoesNothing) {
  GradScaler scaler(false);
  EXPECT_TRUE(scaler.MayStep(Norm(std::numeric_limits<double>::infinity())));
  EXPECT_EQ(scaler.Scale(Norm(3)).item<double>(), 3);
  scaler.Update();
  EXPECT_EQ(scaler.state().good_steps, 0);
}

TEST(ChoosePrecision, TakesTheOptionBeforeTheConfig) {
  model::TrainConfig config;
  const torch::Device gpu(torch::kCUDA, 0), cpu(torch::kCPU);
  EXPECT_EQ(ChoosePrecision(config, gpu, {}), Precision::kFloat);
  config.fp16_run = true;
  EXPECT_EQ(ChoosePrecision(config, gpu, {}), Precision::kHalf);
  EXPECT_EQ(ChoosePrecision(config, cpu, {}), Precision::kFloat);
  EXPECT_EQ(ChoosePrecision(config, cpu, Precision::kBFloat16), Precision::kBFloat16);
  EXPECT_THROW(ChoosePrecision(config, cpu, Precision::kHalf), Error);
  config.bf16_run = true;
  EXPECT_EQ(ChoosePrecision(config, cpu, {}), Precision::kBFloat16);
}

TEST(Autocast, EndsWithItsScope) {
  const torch::Tensor x = torch::ones({4, 4});
  {
    const Autocast lower(torch::kCPU, Precision::kBFloat16);
    EXPECT_EQ(torch::matmul(x, x).scalar_type(), torch::kBFloat16);
  }
  EXPECT_EQ(torch::matmul(x, x).scalar_type(), torch::kFloat);
  const Autocast none(torch::kCPU, Precision::kFloat);
  EXPECT_EQ(torch::matmul(x, x).scalar_type(), torch::kFloat);
}

}  // namespace
}  // namespace bv2::train
