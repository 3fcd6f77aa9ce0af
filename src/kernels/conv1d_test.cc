#include "kernels/conv1d.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

struct Case {
  size_t in = 1, out = 1, taps = 1, dilation = 1;
  ptrdiff_t pad_left = 0;
  size_t rows_in = 50, rows_out = 50;
  Activation input = {}, output = {};
  bool bias = true, residual = false, accumulate = false;
  float scale = 1.0f;
  ConvMethod method = ConvMethod::kDirect;
};

double Reference(Activation activation, double v) {
  switch (activation.kind) {
    case Activation::Kind::kNone:
      return v;
    case Activation::Kind::kRelu:
      return std::max(v, 0.0);
    case Activation::Kind::kLeakyRelu:
      return v < 0.0 ? v * activation.slope : v;
    case Activation::Kind::kGelu:
      return 0.5 * v * (1.0 + std::erf(v / std::sqrt(2.0)));
    case Activation::Kind::kTanh:
      return std::tanh(v);
  }
  return v;
}

// One case computed by the kernel, next to everything it was computed from.
struct Computed {
  explicit Computed(const Case& c)
      : weight(values.Vector(c.out * c.in * c.taps)),
        bias(values.Vector(c.bias ? c.out : 0)),
        x(values.Wide(c.rows_in, c.in)),
        residual(values.Wide(c.rows_out, c.out)),
        before(values.Wide(c.rows_out, c.out)),
        y(before) {
    const ConvWeights weights(weight, bias, c.out, c.in, c.taps, c.method);
    Compute(weights, c, ThreadPool(1));
  }
  void Compute(const ConvWeights& weights, const Case& c, const ThreadPool& pool) {
    Conv1d(weights, x.view(), y.view(),
           {.dilation = c.dilation,
            .pad_left = c.pad_left,
            .input_activation = c.input,
            .output_activation = c.output,
            .residual = c.residual ? residual.view() : View<const float>(),
            .scale = c.scale,
            .accumulate = c.accumulate},
           pool);
  }

  TestValues values;
  std::vector<float> weight, bias;
  TestValues::Strided x, residual, before, y;
};

void Check(const Case& c) {
  SCOPED_TRACE(fmt::format("in {} out {} taps {} dilation {} pad {} rows {} -> {}", c.in, c.out,
                           c.taps, c.dilation, c.pad_left, c.rows_in, c.rows_out));
  Computed run(c);
  TestValues::ExpectCanaries(run.y);
  for (size_t t = 0; t < c.rows_out; ++t) {
    for (size_t o = 0; o < c.out; ++o) {
      double sum = c.bias ? run.bias[o] : 0.0;
      double size = 1.0;
      for (size_t k = 0; k < c.taps; ++k) {
        const ptrdiff_t row = static_cast<ptrdiff_t>(t + k * c.dilation) - c.pad_left;
        if (row < 0 || row >= static_cast<ptrdiff_t>(c.rows_in)) continue;
        for (size_t i = 0; i < c.in; ++i) {
          const double product = Reference(c.input, run.x.view()(static_cast<size_t>(row), i)) *
                                 run.weight[(o * c.in + i) * c.taps + k];
          sum += product;
          size += std::abs(product);
        }
      }
      if (c.residual) sum += run.residual.view()(t, o);
      sum = Reference(c.output, c.scale * sum);
      if (c.accumulate) sum += run.before.view()(t, o);
      ASSERT_NEAR(run.y.view()(t, o), sum, 4e-7 * size) << "row " << t << " channel " << o;
    }
  }
}

TEST(Conv1dTest, AllChannelCounts) {
  const size_t sizes[] = {1, 2, 3, 15, 16, 17, 29, 31, 32, 33, 48, 64, 80, 96, 192, 200};
  ForEveryTarget([&] {
    for (const size_t in : sizes) {
      for (const size_t out : sizes) {
        Check({.in = in, .out = out, .taps = 3, .pad_left = 1, .rows_in = 15, .rows_out = 15});
      }
    }
  });
}

TEST(Conv1dTest, AllTapsDilationsAndPaddings) {
  ForEveryTarget([&] {
    for (size_t taps = 1; taps <= 11; ++taps) {
      for (const size_t dilation : {1, 2, 3, 5, 9}) {
        const auto reach = static_cast<ptrdiff_t>((taps - 1) * dilation);
        for (const ptrdiff_t pad : {ptrdiff_t{0}, reach / 2, reach, ptrdiff_t{-3}, reach + 4}) {
          Check({.in = 18, .out = 20, .taps = taps, .dilation = dilation, .pad_left = pad});
        }
      }
    }
  });
}

TEST(Conv1dTest, AllLengths) {
  ForEveryTarget([&] {
    for (const size_t out : {16, 40}) {
      for (const size_t in_rows : {0, 1, 2, 13, 14, 15, 50}) {
        for (size_t out_rows = 0; out_rows <= 60; ++out_rows) {
          Check({.in = 17,
                 .out = out,
                 .taps = 5,
                 .dilation = 2,
                 .pad_left = 4,
                 .rows_in = in_rows,
                 .rows_out = out_rows});
        }
      }
    }
  });
}

TEST(Conv1dTest, EverythingFused) {
  const Activation activations[] = {
      {}, Activation::Relu(), Activation::LeakyRelu(0.1f), Activation::Gelu(), Activation::Tanh()};
  ForEveryTarget([&] {
    for (const Activation input : activations) {
      for (const Activation output : activations) {
        for (const bool residual : {false, true}) {
          for (const bool accumulate : {false, true}) {
            Check({.in = 21,
                   .out = 37,
                   .taps = 3,
                   .pad_left = 1,
                   .rows_in = 20,
                   .rows_out = 20,
                   .input = input,
                   .output = output,
                   .bias = accumulate,
                   .residual = residual,
                   .accumulate = accumulate,
                   .scale = residual ? 1.0f : 0.3f});
          }
        }
      }
    }
  });
}

TEST(Conv1dTest, LongInputsCrossTiles) {
  ForEveryTarget([&] {
    Check({.in = 16, .out = 16, .taps = 3, .pad_left = 1, .rows_in = 9000, .rows_out = 9000});
    Check({.in = 256, .out = 33, .taps = 3, .pad_left = 1, .rows_in = 600, .rows_out = 600});
    Check({.in = 1100, .out = 33, .rows_in = 130, .rows_out = 130});
  });
}

// Panels too large for the cache are multiplied in several passes.
TEST(Conv1dTest, ManyInputsTakeSeveralPasses) {
  ForEveryTarget([] {
    Check({.in = 1030, .out = 41, .taps = 3, .pad_left = 1, .rows_in = 31, .rows_out = 31});
    Check({.in = 2100,
           .out = 16,
           .rows_in = 15,
           .rows_out = 15,
           .output = Activation::Gelu(),
           .residual = true,
           .accumulate = true,
           .scale = 0.1f});
    Check({.in = 2100, .out = 64, .rows_in = 1, .rows_out = 1, .residual = true});
  });
}

TEST(Conv1dTest, ResidualMayBeTheOutput) {
  TestValues values;
  const std::vector<float> weight = values.Vector(40 * 40 * 3);
  const ConvWeights weights(weight, {}, 40, 40, 3);
  auto x = values.Wide(70, 40);
  auto y = values.Wide(70, 40);
  auto expected = y;
  auto residual = y;
  const ThreadPool pool(1);
  Conv1d(weights, x.view(), y.view(), {.pad_left = 1, .residual = y.view()}, pool);
  Conv1d(weights, x.view(), expected.view(), {.pad_left = 1, .residual = residual.view()}, pool);
  EXPECT_EQ(y.storage, expected.storage);
}

// The same bits for any number of threads and any cut in time.
TEST(Conv1dTest, SplittingDoesNotChangeTheResult) {
  ForEveryTarget([&] {
    const ThreadPool three(3);
    for (const size_t rows : {1, 40, 700, 3000}) {
      for (const size_t channels : {16, 72}) {
        Case c{.in = channels,
               .out = channels + 40,
               .taps = 7,
               .dilation = 3,
               .pad_left = 9,
               .rows_in = rows,
               .rows_out = rows,
               .input = Activation::LeakyRelu(0.1f)};
        Computed run(c);
        const auto serial = run.y.storage;
        const ConvWeights weights(run.weight, run.bias, c.out, c.in, c.taps);
        run.Compute(weights, c, three);
        ASSERT_EQ(run.y.storage, serial) << rows << " rows";
        // The last rows alone.
        const size_t tail = (rows + 2) / 3;
        Matrix end(tail, c.out);
        Conv1d(weights, run.x.view(), end,
               {.dilation = 3,
                .pad_left = 9 - static_cast<ptrdiff_t>(rows - tail),
                .input_activation = c.input},
               three);
        for (size_t t = 0; t < tail; ++t) {
          ASSERT_EQ(std::memcmp(end.view().row(t), run.y.view().row(rows - tail + t),
                                c.out * sizeof(float)),
                    0);
        }
      }
    }
  });
}

TEST(Conv1dTest, RejectsMismatchedShapes) {
  const ThreadPool pool(1);
  const ConvWeights weights(std::vector<float>(6), {}, 2, 3, 1);
  Matrix x(4, 3);
  Matrix y(4, 2);
  Matrix wrong(4, 5);
  test::ExpectError(ErrorCode::kInvalidArgument, "input channels",
                    [&] { Conv1d(weights, wrong, y, {}, pool); });
  test::ExpectError(ErrorCode::kInvalidArgument, "output channels",
                    [&] { Conv1d(weights, x, wrong, {}, pool); });
  test::ExpectError(ErrorCode::kInvalidArgument, "weights",
                    [&] { ConvWeights(std::vector<float>(5), {}, 2, 3, 1); });
}

}  // namespace
}  // namespace bv2::kernels
