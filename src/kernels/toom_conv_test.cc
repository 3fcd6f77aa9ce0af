#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "kernels/conv1d.h"
#include "kernels/test_targets.h"
#include "tests/support/test_support.h"

namespace bv2::kernels {
namespace {

constexpr ConvMethod kMethods[] = {ConvMethod::kF63, ConvMethod::kF45, ConvMethod::kF44F32,
                                   ConvMethod::kF44F23, ConvMethod::kF44F43};

size_t MaxTaps(ConvMethod method) { return WeightTransform(method).front().size(); }

struct Case {
  ConvMethod method = ConvMethod::kF63;
  size_t in = 16, out = 16, taps = 3, dilation = 1;
  ptrdiff_t pad_left = 0;
  size_t rows_in = 50, rows_out = 50;
  ConvOptions fused = {};
  bool residual = false;
};

// The convolution by its definition, in double precision. Activations: leaky ReLU only.
class Reference {
 public:
  Reference(const Case& c, View<const float> x, std::span<const float> weight,
            std::span<const float> bias)
      : c_(c), x_(x), weight_(weight), bias_(bias) {}

  double At(size_t t, size_t out, double residual, double before) const {
    double sum = bias_[out] + residual;
    for (size_t k = 0; k < c_.taps; ++k) {
      const ptrdiff_t row = static_cast<ptrdiff_t>(t + k * c_.dilation) - c_.pad_left;
      if (row < 0 || row >= static_cast<ptrdiff_t>(x_.rows())) continue;
      for (size_t i = 0; i < c_.in; ++i)
        sum += Activate(c_.fused.input_activation, x_(static_cast<size_t>(row), i)) *
               weight_[(out * c_.in + i) * c_.taps + k];
    }
    sum = Activate(c_.fused.output_activation, c_.fused.scale * sum);
    return c_.fused.accumulate ? sum + before : sum;
  }

 private:
  static double Activate(Activation activation, double v) {
    return activation.kind == Activation::Kind::kLeakyRelu && v < 0.0 ? v * activation.slope : v;
  }

  const Case& c_;
  View<const float> x_;
  std::span<const float> weight_, bias_;
};

void Check(const Case& c) {
  SCOPED_TRACE(fmt::format("method {} in {} out {} taps {} dilation {} pad {} rows {} -> {}",
                           static_cast<int>(c.method), c.in, c.out, c.taps, c.dilation, c.pad_left,
                           c.rows_in, c.rows_out));
  TestValues values;
  const auto weight = values.Vector(c.out * c.in * c.taps);
  const auto bias = values.Vector(c.out);
  auto x = values.Wide(c.rows_in, c.in);
  auto residual = values.Wide(c.rows_out, c.out);
  auto before = values.Wide(c.rows_out, c.out);
  auto y = before;
  ConvOptions options = c.fused;
  options.dilation = c.dilation;
  options.pad_left = c.pad_left;
  if (c.residual) options.residual = residual.view();
  const ConvWeights weights(weight, bias, c.out, c.in, c.taps, c.method);
  Conv1d(weights, x.view(), y.view(), options, ThreadPool(1));
  TestValues::ExpectCanaries(y);
  const Reference reference(c, x.view(), weight, bias);
  // Random signs: sums grow with the square root of their length.
  const double size = 1.0 + std::sqrt(static_cast<double>(c.in * c.taps));
  for (size_t t = 0; t < c.rows_out; ++t) {
    for (size_t o = 0; o < c.out; ++o) {
      const double expected =
          reference.At(t, o, c.residual ? residual.view()(t, o) : 0.0, before.view()(t, o));
      ASSERT_NEAR(y.view()(t, o), expected, 1e-5 * size) << "row " << t << " channel " << o;
    }
  }
}

TEST(ToomConvTest, AllChannelCounts) {
  const size_t sizes[] = {1, 15, 16, 17, 32, 33, 48, 96, 200};
  ForEveryTarget([&] {
    for (const ConvMethod method : kMethods)
      for (const size_t in : sizes)
        for (const size_t out : sizes)
          Check({.method = method,
                 .in = in,
                 .out = out,
                 .pad_left = 1,
                 .rows_in = 15,
                 .rows_out = 15});
  });
}

TEST(ToomConvTest, AllTapsDilationsAndPaddings) {
  ForEveryTarget([&] {
    for (const ConvMethod method : kMethods) {
      for (size_t taps = 1; taps <= MaxTaps(method); ++taps) {
        for (const size_t dilation : {1, 3, 5, 40}) {
          const auto reach = static_cast<ptrdiff_t>((taps - 1) * dilation);
          for (const ptrdiff_t pad : {ptrdiff_t{0}, reach / 2, ptrdiff_t{-3}, reach + 4})
            Check({.method = method, .taps = taps, .dilation = dilation, .pad_left = pad});
        }
      }
    }
  });
}

TEST(ToomConvTest, AllLengths) {
  ForEveryTarget([&] {
    for (const ConvMethod method : kMethods)
      for (const size_t in_rows : {0, 1, 13, 50})
        for (size_t out_rows = 0; out_rows <= 60; ++out_rows)
          Check({.method = method,
                 .out = 17,
                 .dilation = 2,
                 .pad_left = 2,
                 .rows_in = in_rows,
                 .rows_out = out_rows});
  });
}

TEST(ToomConvTest, EverythingFused) {
  ForEveryTarget([&] {
    for (const ConvMethod method : kMethods)
      for (const auto activation : {Activation{}, Activation::LeakyRelu(0.1f)})
        for (const bool residual : {false, true})
          for (const bool accumulate : {false, true})
            Check({.method = method,
                   .in = 21,
                   .out = 37,
                   .pad_left = 1,
                   .fused = {.input_activation = activation,
                             .output_activation = activation,
                             .scale = residual ? 1.0f : 0.3f,
                             .accumulate = accumulate},
                   .residual = residual});
  });
}

// The same bits for any number of threads, whether time or outputs are split between them.
TEST(ToomConvTest, ThreadsDoNotChangeTheResult) {
  ForEveryTarget([&] {
    for (const size_t channels : {16, 224}) {
      for (const size_t rows : {1, 100, 1500}) {
        TestValues values;
        const ConvWeights weights(values.Vector(channels * channels * 11), {}, channels, channels,
                                  11, ConvMethod::kF44F23);
        auto x = values.Wide(rows, channels);
        auto one = values.Wide(rows, channels);
        auto four = one;
        const ConvOptions options{.dilation = 3, .pad_left = 15};
        Conv1d(weights, x.view(), one.view(), options, ThreadPool(1));
        Conv1d(weights, x.view(), four.view(), options, ThreadPool(4));
        ASSERT_EQ(one.storage, four.storage) << channels << " channels, " << rows << " rows";
      }
    }
  });
}

TEST(ToomConvTest, LongAndWideInputsCrossTiles) {
  ForEveryTarget([&] {
    for (const ConvMethod method : kMethods) {
      Check({.method = method, .pad_left = 1, .rows_in = 4000, .rows_out = 4000});
      Check({.method = method,
             .in = 300,
             .out = 100,
             .pad_left = 1,
             .rows_in = 700,
             .rows_out = 700});
    }
  });
}

TEST(ToomConvTest, ResidualMayBeTheOutput) {
  TestValues values;
  const ConvWeights weights(values.Vector(40 * 40 * 3), {}, 40, 40, 3, ConvMethod::kF63);
  auto x = values.Wide(70, 40);
  auto y = values.Wide(70, 40);
  auto expected = y;
  auto residual = y;
  const ThreadPool pool(1);
  Conv1d(weights, x.view(), y.view(), {.pad_left = 1, .residual = y.view()}, pool);
  Conv1d(weights, x.view(), expected.view(), {.pad_left = 1, .residual = residual.view()}, pool);
  EXPECT_EQ(y.storage, expected.storage);
}

}  // namespace
}  // namespace bv2::kernels
