#include "train/align/alignment.h"

#include <gtest/gtest.h>

namespace bv2::train {
namespace {

TEST(DiagonalPrior, IsADistributionOverTheFramesPhones) {
  const torch::Tensor prior = DiagonalPrior(torch::tensor({40, 9}), torch::tensor({10, 4}));
  ASSERT_EQ(prior.sizes(), (std::vector<int64_t>{2, 40, 10}));
  EXPECT_TRUE(torch::allclose(prior[0].exp().sum(-1), torch::ones({40}), 1e-4, 1e-5));
  const torch::Tensor second = prior[1].narrow(0, 0, 9).narrow(1, 0, 4);
  EXPECT_TRUE(torch::allclose(second.exp().sum(-1), torch::ones({9}), 1e-4, 1e-5));
}

TEST(DiagonalPrior, PeaksOnTheDiagonal) {
  const torch::Tensor best = DiagonalPrior(torch::tensor({40}), torch::tensor({10}))[0].argmax(-1);
  for (const int64_t frame : {0, 9, 20, 31, 39})
    EXPECT_NEAR(best[frame].item<double>(), static_cast<double>(frame) * 9 / 39, 1) << frame;
}

TEST(DiagonalPrior, IsZeroInThePadding) {
  const torch::Tensor prior = DiagonalPrior(torch::tensor({40, 9}), torch::tensor({10, 4}))[1];
  EXPECT_EQ(prior.narrow(0, 9, 31).abs().max().item<float>(), 0);
  EXPECT_EQ(prior.narrow(1, 4, 6).abs().max().item<float>(), 0);
}

}  // namespace
}  // namespace bv2::train
