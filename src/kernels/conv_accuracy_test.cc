// The rounding error of every method of convolution against double precision, relative to the
// standard deviation of the output. docs/performance.md quotes what this test prints.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "kernels/conv1d.h"
#include "kernels/test_targets.h"

namespace bv2::kernels {
namespace {

constexpr size_t kIn = 128, kOut = 16, kRows = 400;

struct Data {
  std::vector<float> x;       // [rows][kIn]
  std::vector<float> weight;  // [kOut][kIn][taps]
};

enum class Kind {
  kIndependent,  // Gaussian everything
  kSmooth,       // slow signals of very different sizes with offsets, heavy-tailed weights
  kCancelling,   // the same with filters that sum to zero: the output is a small difference
};

Data Make(Kind kind, size_t taps) {
  std::mt19937 engine{11};
  std::normal_distribution<double> normal;
  std::student_t_distribution<double> heavy(3.0);
  const size_t rows = kRows + taps - 1;
  Data data{std::vector<float>(rows * kIn), std::vector<float>(kOut * kIn * taps)};
  const bool smooth = kind != Kind::kIndependent;
  for (size_t c = 0; c < kIn; ++c) {
    const double size = smooth ? std::exp(normal(engine)) : 1.0;
    const double offset = smooth ? normal(engine) : 0.0;
    const double memory = smooth ? 0.98 : 0.0;
    double state = normal(engine);
    for (size_t t = 0; t < rows; ++t) {
      state = memory * state + std::sqrt(1.0 - memory * memory) * normal(engine);
      data.x[t * kIn + c] = static_cast<float>(size * (state + offset));
    }
  }
  for (size_t f = 0; f < kOut * kIn; ++f) {
    float* filter = data.weight.data() + f * taps;
    double mean = 0.0;
    for (size_t k = 0; k < taps; ++k) {
      filter[k] = static_cast<float>(smooth ? heavy(engine) : normal(engine));
      mean += filter[k] / static_cast<double>(taps);
    }
    if (kind != Kind::kCancelling) continue;
    for (size_t k = 0; k < taps; ++k) filter[k] -= static_cast<float>(mean);
  }
  return data;
}

struct Error {
  double rms = 0.0, max = 0.0;
};

Error Measure(const Data& data, size_t taps, ConvMethod method) {
  const size_t rows = kRows + taps - 1;
  const ConvWeights weights(data.weight, {}, kOut, kIn, taps, method);
  Matrix y(kRows, kOut);
  Conv1d(weights, {data.x.data(), rows, kIn}, y, {}, ThreadPool(1));
  double error = 0.0, power = 0.0, worst = 0.0;
  for (size_t t = 0; t < kRows; ++t) {
    for (size_t o = 0; o < kOut; ++o) {
      double sum = 0.0;
      for (size_t k = 0; k < taps; ++k)
        for (size_t i = 0; i < kIn; ++i)
          sum += static_cast<double>(data.x[(t + k) * kIn + i]) *
                 data.weight[(o * kIn + i) * taps + k];
      const double difference = y.view()(t, o) - sum;
      error += difference * difference;
      power += sum * sum;
      worst = std::max(worst, std::abs(difference));
    }
  }
  const double deviation = std::sqrt(power / (kRows * kOut));
  return {std::sqrt(error / (kRows * kOut)) / deviation, worst / deviation};
}

struct Bound {
  ConvAccuracy accuracy;
  Error error;
};
constexpr Bound kBounds[] = {{ConvAccuracy::kDirect, {1.5e-6, 1e-5}},
                             {ConvAccuracy::kSafe, {2e-6, 2.5e-5}},
                             {ConvAccuracy::kFast, {5e-6, 5e-5}}};
constexpr const char* kAccuracyNames[] = {"direct", "safe", "fast"};
constexpr std::pair<Kind, const char*> kKinds[] = {{Kind::kIndependent, "independent"},
                                                   {Kind::kSmooth, "smooth"},
                                                   {Kind::kCancelling, "cancelling"}};

TEST(ConvAccuracyTest, ErrorsStayWithinTheirBounds) {
  for (const size_t taps : {3, 5, 7, 11}) {
    for (const auto& [kind, kind_name] : kKinds) {
      const Data data = Make(kind, taps);
      for (const Bound& bound : kBounds) {
        const ConvMethod method = ChooseConvMethod(kIn, kIn, taps, bound.accuracy);
        ForEveryTarget([&] {
          const Error error = Measure(data, taps, method);
          const std::string name = fmt::format("{} taps, {}, {}", taps, kind_name,
                                               kAccuracyNames[static_cast<int>(bound.accuracy)]);
          RecordProperty(name, fmt::format("rms {:.1e} max {:.1e}", error.rms, error.max));
          EXPECT_LT(error.rms, bound.error.rms) << name;
          EXPECT_LT(error.max, bound.error.max) << name;
        });
      }
    }
  }
}

}  // namespace
}  // namespace bv2::kernels
