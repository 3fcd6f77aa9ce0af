#include "kernels/conv_transpose1d.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

struct Case {
  size_t taps, stride, padding;
  size_t in = 18, out = 20, rows = 9;
};

// PyTorch's definition: every input row is spread over `taps` output rows.
void Check(const Case& c, const ThreadPool& pool) {
  SCOPED_TRACE(fmt::format("taps {} stride {} padding {} in {} out {} rows {}", c.taps, c.stride,
                           c.padding, c.in, c.out, c.rows));
  TestValues values;
  const std::vector<float> weight = values.Vector(c.in * c.out * c.taps);
  const std::vector<float> bias = values.Vector(c.out);
  const ConvTransposeWeights weights(weight, bias, {c.in, c.out, c.taps, c.stride, c.padding});
  auto x = values.Wide(c.rows, c.in);
  const size_t rows = weights.OutputRows(c.rows);
  auto y = values.Wide(rows, c.out);
  const Activation activation = Activation::LeakyRelu(0.1f);
  ConvTranspose1d(weights, x.view(), y.view(), {.input_activation = activation}, pool);
  TestValues::ExpectCanaries(y);
  // The second half alone is the same to the bit.
  Matrix half(rows - rows / 2, c.out);
  ConvTranspose1d(weights, x.view(), half, {.first_row = rows / 2, .input_activation = activation},
                  pool);
  for (size_t t = 0; t < half.rows(); ++t) {
    ASSERT_TRUE(std::ranges::equal(half.view()[t], y.view()[rows / 2 + t])) << "row " << t;
  }
  for (size_t o = 0; o < c.out; ++o) {
    std::vector<double> expected(c.rows * c.stride + c.taps + c.padding, bias[o]);
    for (size_t t = 0; t < c.rows; ++t) {
      for (size_t k = 0; k < c.taps; ++k) {
        for (size_t i = 0; i < c.in; ++i) {
          const double v = x.view()(t, i);
          expected[t * c.stride + k] +=
              (v < 0.0 ? 0.1f * v : v) * weight[(i * c.out + o) * c.taps + k];
        }
      }
    }
    for (size_t t = 0; t < rows; ++t) {
      ASSERT_NEAR(y.view()(t, o), expected[t + c.padding], 1e-5 * std::sqrt(c.in))
          << "row " << t << " channel " << o;
    }
  }
}

TEST(ConvTranspose1dTest, AllShapes) {
  ForEveryTarget([] {
    const ThreadPool pool(1);
    for (const Case& shape : {Case{16, 8, 4}, Case{8, 2, 3}, Case{2, 2, 0}, Case{4, 2, 1},
                              Case{7, 3, 2}, Case{3, 3, 0}, Case{5, 2, 1}, Case{2, 5, 0}}) {
      for (const size_t rows : {1, 2, 13, 14, 15, 50}) {
        for (const size_t channels : {1, 16, 33}) {
          Case c = shape;
          c.rows = rows;
          c.in = channels;
          c.out = channels == 33 ? 16 : channels + 1;
          Check(c, pool);
        }
      }
    }
  });
}

TEST(ConvTranspose1dTest, ManyTilesOnManyThreads) {
  const ThreadPool pool(3);
  Check({.taps = 16, .stride = 8, .padding = 4, .in = 64, .out = 40, .rows = 700}, pool);
  Check({.taps = 2, .stride = 2, .padding = 0, .in = 32, .out = 16, .rows = 4000}, pool);
}

TEST(ConvTranspose1dTest, NoRows) {
  const ConvTransposeWeights weights(std::vector<float>(8), {}, {2, 2, 2, 2, 0});
  EXPECT_EQ(weights.OutputRows(0), 0u);
  Matrix x(0, 2);
  Matrix y(0, 2);
  ConvTranspose1d(weights, x, y, {}, ThreadPool(1));
}

TEST(ConvTranspose1dTest, RejectsMismatchedShapes) {
  const ConvTransposeWeights weights(std::vector<float>(8), {}, {2, 2, 2, 2, 0});
  Matrix x(3, 2);
  Matrix wide(6, 3);
  test::ExpectError(ErrorCode::kInvalidArgument, "outputs",
                    [&] { ConvTranspose1d(weights, x, wide, {}, ThreadPool(1)); });
  test::ExpectError(ErrorCode::kInvalidArgument, "inputs",
                    [&] { ConvTranspose1d(weights, wide, x, {}, ThreadPool(1)); });
  test::ExpectError(ErrorCode::kInvalidArgument, "stride", [] {
    ConvTransposeWeights(std::vector<float>(8), {}, {2, 2, 2, 0, 0});
  });
}

}  // namespace
}  // namespace bv2::kernels
