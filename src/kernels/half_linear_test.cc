#include "kernels/half_linear.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

struct Case {
  size_t rows = 5, in = 16, out = 32;
  HalfType type = HalfType::kF16;
  bool residual = false, relu = false;
};

// A value that both types hold exactly, and its bits in each.
struct Exact {
  explicit Exact(float v) : value(std::bit_cast<float>(std::bit_cast<uint32_t>(v) & 0xffff0000u)) {
    const uint32_t bits = std::bit_cast<uint32_t>(value);
    bf16 = static_cast<uint16_t>(bits >> 16);
    const uint32_t exponent = (bits >> 23 & 0xffu);
    const uint32_t rebased = exponent <= 112 ? 0 : exponent - 112;  // from bias 127 to 15
    f16 = static_cast<uint16_t>((bits >> 16 & 0x8000u) | rebased << 10 |
                                (rebased == 0 ? 0 : bits >> 13 & 0x3ffu));
    if (rebased == 0) *this = Exact();
  }
  Exact() = default;
  float value = 0;
  uint16_t bf16 = 0, f16 = 0;
};

struct Computed {
  Computed(const Case& c, const ThreadPool& pool)
      : x(values.Wide(c.rows, c.in)),
        residual(values.Wide(c.rows, c.out)),
        y(values.Wide(c.rows, c.out)),
        bias(values.Vector(c.out)) {
    std::vector<uint16_t> bits;
    for (const float v : values.Vector(c.out * c.in)) {
      const Exact exact(v);
      weight.push_back(exact.value);
      bits.push_back(c.type == HalfType::kF16 ? exact.f16 : exact.bf16);
    }
    const HalfWeights weights(bits, bias, c.out, c.in, c.type);
    Arena arena;
    HalfLinearOptions options;
    if (c.residual) options.residual = residual.view();
    if (c.relu) options.output_activation = Activation::Relu();
    HalfLinear(weights, x.view(), y.view(), options, {pool, arena});
    TestValues::ExpectCanaries(y);
  }
  TestValues values;
  TestValues::Strided x, residual, y;
  std::vector<float> bias, weight;
};

void Check(const Case& c) {
  SCOPED_TRACE(
      fmt::format("rows {} in {} out {} type {}", c.rows, c.in, c.out, static_cast<int>(c.type)));
  Computed run(c, ThreadPool(1));
  for (size_t t = 0; t < c.rows; ++t) {
    for (size_t o = 0; o < c.out; ++o) {
      double sum = run.bias[o];
      for (size_t i = 0; i < c.in; ++i)
        sum += double{run.weight[o * c.in + i]} * run.x.view()(t, i);
      if (c.residual) sum += run.residual.view()(t, o);
      if (c.relu) sum = std::max(sum, 0.0);
      ASSERT_NEAR(run.y.view()(t, o), sum, 1e-6 * std::sqrt(static_cast<double>(c.in)) + 1e-5)
          << "row " << t << " output " << o;
    }
  }
}

TEST(HalfLinearTest, AllShapes) {
  ForEveryTarget([] {
    for (const HalfType type : {HalfType::kF16, HalfType::kBF16}) {
      for (const size_t rows : {1, 2, 13, 84, 85, 170})
        Check({.rows = rows, .in = 24, .out = 40, .type = type, .residual = true});
      for (const size_t out : {1, 15, 16, 17, 31, 32, 33, 100})
        Check({.in = 7, .out = out, .type = type, .relu = true});
      // Several parts of a panel.
      for (const size_t in : {1, 16, 1024, 1025, 2500})
        Check({.rows = 3, .in = in, .out = 48, .type = type, .residual = true, .relu = true});
    }
  });
}

TEST(HalfLinearTest, ThreadsDoNotChangeTheResult) {
  const Case c{.rows = 100, .in = 1500, .out = 96, .residual = true};
  EXPECT_EQ(Computed(c, ThreadPool(1)).y.storage, Computed(c, ThreadPool(3)).y.storage);
}

TEST(HalfLinearTest, RejectsMismatchedShapes) {
  const std::vector<uint16_t> bits(6);
  test::ExpectError(ErrorCode::kInvalidArgument, "2 × 4 got 6 weights",
                    [&] { HalfWeights(bits, {}, 2, 4, HalfType::kF16); });
  const HalfWeights weights(bits, {}, 2, 3, HalfType::kF16);
  Arena arena;
  const ThreadPool pool(1);
  Matrix x(4, 3), y(4, 2);
  test::ExpectError(ErrorCode::kInvalidArgument, "3 → 2 got 4 × 2", [&] {
    HalfLinear(weights, y, x, {}, {pool, arena});
  });
  test::ExpectError(ErrorCode::kInvalidArgument, "residual", [&] {
    HalfLinear(weights, x, y, {.residual = x}, {pool, arena});
  });
}

}  // namespace
}  // namespace bv2::kernels
