#include "train/gan/stft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace bv2::train {
namespace {

Tensor Tone(double cycles, int64_t samples) {
  const Tensor t = torch::arange(samples, torch::kFloat) / static_cast<double>(samples);
  return torch::sin(t * (2 * std::numbers::pi * cycles)).unsqueeze(0);
}

TEST(Stft, FindsAToneInItsBin) {
  const Stft stft({.filter_length = 64, .hop_length = 16, .win_length = 64});
  const Tensor magnitudes = stft.Magnitudes(Tone(512 * 5.0 / 64, 512));
  ASSERT_EQ(magnitudes.sizes(), (std::vector<int64_t>{1, 33, 32}));
  const Tensor middle = magnitudes[0].select(1, 16);
  EXPECT_EQ(middle.argmax().item<int64_t>(), 5);
  EXPECT_NEAR(middle[5].item<double>(), 64 / 4.0, 0.05);  // half the sum of the window
}

TEST(StftLoss, OfEqualSoundsIsZero) {
  const Tensor wav = torch::randn({2, 4096});
  EXPECT_EQ(StftLoss().Forward(wav, wav).item<float>(), 0);
}

TEST(StftLoss, OfTwiceTheSoundIsOnePlusTheLogarithmOfTwo) {
  const Tensor wav = torch::randn({2, 4096});
  EXPECT_NEAR(StftLoss().Forward(2 * wav, wav).item<double>(), 1 + std::log(2.0), 1e-3);
}

TEST(StftLoss, HasGradientsOfTheGeneratedSound) {
  const Tensor real = torch::randn({1, 2048});
  const Tensor generated = torch::randn({1, 2048}).requires_grad_();
  const StftLoss loss;
  loss.Forward(generated, real).backward();
  const Tensor downhill = generated.detach() - 0.1 * generated.grad() / generated.grad().norm();
  EXPECT_LT(loss.Forward(downhill, real).item<float>(),
            loss.Forward(generated, real).item<float>());
}

}  // namespace
}  // namespace bv2::train
