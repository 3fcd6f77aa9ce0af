#include "kernels/elementwise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

constexpr size_t kWidths[] = {1, 2, 3, 7, 15, 16, 17, 31, 33, 64, 96, 192, 200};

// Runs check(matrix of 3 rows) for every target and width.
template <typename CheckWidth>
void ForEveryWidth(CheckWidth check) {
  ForEveryTarget([&] {
    for (const size_t width : kWidths) {
      SCOPED_TRACE(width);
      check(width);
    }
  });
}

// Applies `function` in place to `values` and compares with `reference`; error in units in the last
// place of the result, never below `absolute`.
void CheckFunction(void (*function)(View<float>), double (*reference)(double),
                   std::vector<float> values, double ulps, double absolute) {
  const std::vector<float> x = values;
  function({values.data(), 1, values.size()});
  for (size_t i = 0; i < x.size(); ++i) {
    const double expected = reference(x[i]);
    const double ulp = std::abs(expected) * std::numeric_limits<float>::epsilon();
    ASSERT_NEAR(values[i], expected, std::max(ulps * ulp, absolute)) << "at " << x[i];
  }
}

std::vector<float> Range(float low, float high) {
  std::vector<float> values(20001);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = low + (high - low) * static_cast<float>(i) / 20000.0f;
  }
  return values;
}

TEST(ElementwiseTest, Exp) {
  ForEveryTarget([] {
    CheckFunction(ExpInPlace, std::exp, Range(-87.0f, 88.7f), 2.0, 0.0);
    CheckFunction(ExpInPlace, std::exp, Range(-1.0f, 1.0f), 2.0, 0.0);
    std::vector<float> special = {-1000.0f, -HUGE_VALF, 89.0f, 1000.0f, HUGE_VALF, std::nanf("")};
    ExpInPlace({special.data(), 1, special.size()});
    EXPECT_EQ(special[0], 0.0f);
    EXPECT_EQ(special[1], 0.0f);
    EXPECT_EQ(special[2], HUGE_VALF);
    EXPECT_EQ(special[3], HUGE_VALF);
    EXPECT_EQ(special[4], HUGE_VALF);
    EXPECT_TRUE(std::isnan(special[5]));
  });
}

TEST(ElementwiseTest, Gelu) {
  ForEveryTarget([] {
    const auto gelu = [](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); };
    CheckFunction(GeluInPlace, gelu, Range(-8.0f, 8.0f), 2.0, 2.5e-7);
    CheckFunction(GeluInPlace, gelu, Range(-0.1f, 0.1f), 2.0, 1e-8);
    CheckFunction(GeluInPlace, gelu, {100.0f, -100.0f, 0.0f}, 1.0, 0.0);
  });
}

TEST(ElementwiseTest, GatedTanh) {
  ForEveryWidth([](size_t width) {
    TestValues values;
    auto x = values.Wide(3, 2 * width);
    for (float& v : x.view()[1]) v *= 10.0f;
    for (float& v : x.view()[2]) v *= 100.0f;
    const std::vector<float> g = values.Vector(2 * width);
    for (const bool conditioned : {false, true}) {
      auto y = values.Wide(3, width);
      GatedTanh(x.view(), conditioned ? g : std::vector<float>(), y.view());
      TestValues::ExpectCanaries(y);
      for (size_t t = 0; t < 3; ++t) {
        for (size_t c = 0; c < width; ++c) {
          const float filter = x.view()(t, c) + (conditioned ? g[c] : 0.0f);
          const float gate = x.view()(t, width + c) + (conditioned ? g[width + c] : 0.0f);
          const double expected = std::tanh(double{filter}) / (1.0 + std::exp(-double{gate}));
          ASSERT_NEAR(y.view()(t, c), expected, 6e-7 * std::abs(expected) + 1e-37);
        }
      }
    }
  });
}

TEST(ElementwiseTest, LayerNorm) {
  ForEveryWidth([](size_t width) {
    TestValues values;
    auto x = values.Wide(3, width);
    auto residual = values.Wide(3, width);
    const std::vector<float> gamma = values.Vector(width);
    const std::vector<float> beta = values.Vector(width);
    for (const bool with_residual : {false, true}) {
      auto y = values.Wide(3, width);
      LayerNorm(x.view(), with_residual ? residual.view() : View<const float>(), gamma, beta, 1e-5f,
                y.view());
      TestValues::ExpectCanaries(y);
      for (size_t t = 0; t < 3; ++t) {
        std::vector<double> row(width);
        for (size_t c = 0; c < width; ++c) {
          row[c] = x.view()(t, c) + (with_residual ? double{residual.view()(t, c)} : 0.0);
        }
        const double mean =
            std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(width);
        double variance = 0.0;
        for (const double v : row) variance += (v - mean) * (v - mean);
        variance /= static_cast<double>(width);
        for (size_t c = 0; c < width; ++c) {
          const double expected = gamma[c] * (row[c] - mean) / std::sqrt(variance + 1e-5) + beta[c];
          ASSERT_NEAR(y.view()(t, c), expected, 3e-6) << t << ", " << c;
        }
      }
      // In place over either input.
      auto inplace = with_residual ? residual : x;
      LayerNorm(x.view(), with_residual ? inplace.view() : View<const float>(), gamma, beta, 1e-5f,
                inplace.view());
      for (size_t t = 0; t < 3; ++t) {
        for (size_t c = 0; c < width; ++c) ASSERT_EQ(inplace.view()(t, c), y.view()(t, c));
      }
    }
  });
}

TEST(ElementwiseTest, LayerNormOfALargeMean) {
  std::vector<float> x(192);
  for (size_t i = 0; i < x.size(); ++i) x[i] = 1000.0f + (i % 2 == 0 ? 1.0f : -1.0f);
  const std::vector<float> gamma(192, 1.0f);
  const std::vector<float> beta(192, 0.0f);
  LayerNorm({x.data(), 1, 192}, {}, gamma, beta, 1e-5f, {x.data(), 1, 192});
  for (size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], i % 2 == 0 ? 1.0f : -1.0f, 1e-4);
}

TEST(ElementwiseTest, Depthwise) {
  ForEveryWidth([](size_t width) {
    TestValues values;
    for (const size_t rows : {1, 2, 13, 50}) {
      for (const size_t taps : {1, 3, 5}) {
        for (const size_t dilation : {1, 3, 9}) {
          auto x = values.Wide(rows, width);
          auto y = values.Wide(rows, width);
          const std::vector<float> weight = values.Vector(width * taps);
          const std::vector<float> bias = values.Vector(taps == 3 ? width : 0);
          DepthwiseConv1d(x.view(), weight, bias, taps, dilation, y.view());
          TestValues::ExpectCanaries(y);
          const ptrdiff_t left = static_cast<ptrdiff_t>((taps - 1) / 2 * dilation);
          for (size_t t = 0; t < rows; ++t) {
            for (size_t c = 0; c < width; ++c) {
              double expected = bias.empty() ? 0.0 : bias[c];
              for (size_t k = 0; k < taps; ++k) {
                const ptrdiff_t from = static_cast<ptrdiff_t>(t + k * dilation) - left;
                if (from < 0 || from >= static_cast<ptrdiff_t>(rows)) continue;
                expected += weight[c * taps + k] * x.view()(static_cast<size_t>(from), c);
              }
              ASSERT_NEAR(y.view()(t, c), expected, 1e-6);
            }
          }
        }
      }
    }
  });
}

TEST(ElementwiseTest, AddAndScale) {
  ForEveryWidth([](size_t width) {
    TestValues values;
    auto x = values.Wide(3, width);
    auto out = values.Wide(3, width);
    const std::vector<float> row = values.Vector(width);
    auto before = out;
    AddScaled(x.view(), 0.5f, out.view());
    AddRow(row, out.view());
    Scale(2.0f, out.view());
    TestValues::ExpectCanaries(out);
    for (size_t t = 0; t < 3; ++t) {
      for (size_t c = 0; c < width; ++c) {
        const float expected = 2.0f * (before.view()(t, c) + 0.5f * x.view()(t, c) + row[c]);
        ASSERT_NEAR(out.view()(t, c), expected, 1e-6);
      }
    }
  });
}

TEST(ElementwiseTest, RejectsMismatchedShapes) {
  Matrix x(2, 4);
  Matrix other(2, 5);
  const std::vector<float> four(4);
  const std::vector<float> five(5);
  const auto expect = [](auto action) {
    test::ExpectError(ErrorCode::kInvalidArgument, "", action);
  };
  expect([&] { LayerNorm(x, {}, four, five, 1e-5f, x); });
  expect([&] { LayerNorm(x, other, four, four, 1e-5f, x); });
  expect([&] { GatedTanh(x, {}, other); });
  expect([&] { AddScaled(other, 1.0f, x); });
  expect([&] { AddRow(five, x); });
  expect([&] { DepthwiseConv1d(x, five, {}, 1, 1, other); });
}

}  // namespace
}  // namespace bv2::kernels
