#include "kernels/toom_cook.h"

#include <gtest/gtest.h>

#include "kernels/conv_method.h"

namespace bv2::kernels {
namespace {

constexpr ConvMethod kMethods[] = {ConvMethod::kF63, ConvMethod::kF45, ConvMethod::kF44F32,
                                   ConvMethod::kF44F23, ConvMethod::kF44F43};

// output · ((weight · g) ⊙ (input · x)) is a sum over g_k x_j: its factors must be 1 where
// j = i + k and 0 elsewhere.
template <typename Transforms>
void ExpectCorrelation(const Transforms& t) {
  for (size_t i = 0; i < t.kOutputs; ++i) {
    for (size_t k = 0; k < t.kTaps; ++k) {
      for (size_t j = 0; j < t.kPoints; ++j) {
        double factor = 0.0;
        for (size_t p = 0; p < t.kPoints; ++p)
          factor += t.output[i][p] * t.weight[p][k] * t.input[p][j];
        EXPECT_NEAR(factor, j == i + k ? 1.0 : 0.0, 1e-12) << i << ' ' << k << ' ' << j;
      }
    }
  }
}

TEST(ToomCookTest, TransformsMakeCorrelations) {
  for (const ConvMethod method : kMethods) {
    SCOPED_TRACE(static_cast<int>(method));
    WithNested(method, []<typename N>() {
      ExpectCorrelation(N::kInner);
      ExpectCorrelation(N::kOuter);
    });
  }
}

TEST(ToomCookTest, WinogradsSmallestIsTheKnownOne) {
  constexpr auto kF23 = MakeToomCook<2, 3>(toom::kThree);
  EXPECT_EQ(kF23.kPoints, 4u);
  EXPECT_EQ(kF23.input[1], (std::array{0.0, 1.0, 1.0, 0.0}));
  EXPECT_EQ(kF23.input[2], (std::array{0.0, -1.0, 1.0, 0.0}));
  EXPECT_EQ(kF23.weight[1], (std::array{0.5, 0.5, 0.5}));
  EXPECT_EQ(kF23.weight[2], (std::array{0.5, -0.5, 0.5}));
  EXPECT_EQ(kF23.output[1], (std::array{0.0, 1.0, -1.0, 1.0}));
}

// Input transforms are computed in single precision; their factors must not add an error.
TEST(ToomCookTest, InputFactorsAreExactInSinglePrecision) {
  for (const ConvMethod method : kMethods) {
    WithNested(method, []<typename N>() {
      for (const auto& row : N::kInner.input)
        for (const double factor : row) EXPECT_EQ(static_cast<float>(factor), factor);
      for (const auto& row : N::kOuter.input)
        for (const double factor : row) EXPECT_EQ(static_cast<float>(factor), factor);
    });
  }
}

TEST(FractionTest, KeepsLowestTerms) {
  EXPECT_EQ((Fraction(1, 2) * Fraction(2, 3)).value(), 1.0 / 3.0);
  EXPECT_EQ((Fraction(1, -2) - Fraction(1, 2)).value(), -1.0);
  EXPECT_EQ((Fraction(3, 4) / Fraction(-3, 8)).value(), -2.0);
}

// Every tap count of the decoders in use has a method that can hold it.
TEST(ConvMethodTest, ChosenMethodsHoldTheTaps) {
  for (const ConvAccuracy accuracy : {ConvAccuracy::kSafe, ConvAccuracy::kFast}) {
    for (size_t taps = 1; taps <= 13; ++taps) {
      const ConvMethod method = ChooseConvMethod(256, 256, taps, accuracy);
      if (taps < 3 || taps > 12) {
        EXPECT_EQ(method, ConvMethod::kDirect);
      } else {
        ASSERT_NE(method, ConvMethod::kDirect);
        EXPECT_GE(WeightTransform(method).front().size(), taps);
      }
    }
  }
  EXPECT_EQ(ChooseConvMethod(256, 256, 11, ConvAccuracy::kDirect), ConvMethod::kDirect);
  EXPECT_EQ(ChooseConvMethod(8, 8, 11, ConvAccuracy::kFast), ConvMethod::kDirect);
}

}  // namespace
}  // namespace bv2::kernels
