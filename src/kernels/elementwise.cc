#include "kernels/elementwise.h"

#include <algorithm>
#include <cmath>

#include "base/buffer.h"
#include "base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/elementwise.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"
#include "kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

size_t Count(size_t c, size_t cols) { return std::min(kLanes, cols - c); }

// The lanes of the last, partial vector that exist.
V KeepFirst(V v, size_t count) {
  const D d;
  return count >= kLanes ? v : hn::IfThenElseZero(hn::FirstN(d, count), v);
}

float Sum(V v) { return hn::GetLane(hn::SumOfLanes(D(), v)); }

void LayerNormImpl(View<const float> x, View<const float> residual, const float* gamma,
                   const float* beta, float eps, View<float> y) {
  const D d;
  const size_t cols = y.cols();
  const V divide = hn::Set(d, 1.0f / static_cast<float>(cols));
  for (size_t t = 0; t < y.rows(); ++t) {
    float* to = y.row(t);
    V sum = hn::Zero(d);
    for (size_t c = 0; c < cols; c += kLanes) {
      const size_t count = Count(c, cols);
      V v = LoadFirst(x.row(t) + c, count);
      if (!residual.empty()) v = hn::Add(v, LoadFirst(residual.row(t) + c, count));
      StoreFirst(v, to + c, count);
      sum = hn::Add(sum, v);
    }
    const V mean = hn::Mul(hn::Set(d, Sum(sum)), divide);
    V squares = hn::Zero(d);
    for (size_t c = 0; c < cols; c += kLanes) {
      const size_t count = Count(c, cols);
      const V v = KeepFirst(hn::Sub(LoadFirst(to + c, count), mean), count);
      squares = hn::MulAdd(v, v, squares);
    }
    const float variance = Sum(squares) / static_cast<float>(cols);
    const V factor = hn::Set(d, 1.0f / std::sqrt(variance + eps));
    for (size_t c = 0; c < cols; c += kLanes) {
      const size_t count = Count(c, cols);
      const V v = hn::Mul(hn::Sub(LoadFirst(to + c, count), mean), factor);
      StoreFirst(hn::MulAdd(v, LoadFirst(gamma + c, count), LoadFirst(beta + c, count)), to + c,
                 count);
    }
  }
}

void GeluImpl(View<float> x) {
  for (size_t t = 0; t < x.rows(); ++t) {
    float* row = x.row(t);
    for (size_t c = 0; c < x.cols(); c += kLanes) {
      const size_t count = Count(c, x.cols());
      StoreFirst(Gelu(LoadFirst(row + c, count)), row + c, count);
    }
  }
}

void ExpImpl(View<float> x) {
  for (size_t t = 0; t < x.rows(); ++t) {
    float* row = x.row(t);
    for (size_t c = 0; c < x.cols(); c += kLanes) {
      const size_t count = Count(c, x.cols());
      StoreFirst(Exp(LoadFirst(row + c, count)), row + c, count);
    }
  }
}

void GatedTanhImpl(View<const float> x, const float* g, View<float> y) {
  const size_t cols = y.cols();
  for (size_t t = 0; t < y.rows(); ++t) {
    const float* row = x.row(t);
    for (size_t c = 0; c < cols; c += kLanes) {
      const size_t count = Count(c, cols);
      V filter = LoadFirst(row + c, count);
      V gate = LoadFirst(row + cols + c, count);
      if (g != nullptr) {
        filter = hn::Add(filter, LoadFirst(g + c, count));
        gate = hn::Add(gate, LoadFirst(g + cols + c, count));
      }
      StoreFirst(hn::Mul(Tanh(filter), Sigmoid(gate)), y.row(t) + c, count);
    }
  }
}

void AddScaledImpl(View<const float> x, float scale, View<float> out) {
  const V factor = hn::Set(D(), scale);
  for (size_t t = 0; t < out.rows(); ++t) {
    float* to = out.row(t);
    for (size_t c = 0; c < out.cols(); c += kLanes) {
      const size_t count = Count(c, out.cols());
      StoreFirst(hn::MulAdd(LoadFirst(x.row(t) + c, count), factor, LoadFirst(to + c, count)),
                 to + c, count);
    }
  }
}

void ScaleImpl(float scale, View<float> x) {
  const V factor = hn::Set(D(), scale);
  for (size_t t = 0; t < x.rows(); ++t) {
    float* row = x.row(t);
    for (size_t c = 0; c < x.cols(); c += kLanes) {
      const size_t count = Count(c, x.cols());
      StoreFirst(hn::Mul(LoadFirst(row + c, count), factor), row + c, count);
    }
  }
}

// tap_weights [taps][C]
void DepthwiseImpl(View<const float> x, View<const float> tap_weights, const float* bias,
                   size_t dilation, View<float> y) {
  const D d;
  const size_t taps = tap_weights.rows();
  const size_t left = (taps * dilation - dilation) / 2;
  for (size_t t = 0; t < y.rows(); ++t) {
    for (size_t c = 0; c < y.cols(); c += kLanes) {
      const size_t count = Count(c, y.cols());
      V sum = bias == nullptr ? hn::Zero(d) : LoadFirst(bias + c, count);
      for (size_t k = 0; k < taps; ++k) {
        const size_t from = t + k * dilation;
        if (from < left || from - left >= x.rows()) continue;
        sum = hn::MulAdd(LoadFirst(x.row(from - left) + c, count),
                         LoadFirst(tap_weights.row(k) + c, count), sum);
      }
      StoreFirst(sum, y.row(t) + c, count);
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bv2::kernels {

HWY_EXPORT(LayerNormImpl);
HWY_EXPORT(GeluImpl);
HWY_EXPORT(ExpImpl);
HWY_EXPORT(GatedTanhImpl);
HWY_EXPORT(AddScaledImpl);
HWY_EXPORT(ScaleImpl);
HWY_EXPORT(DepthwiseImpl);

namespace {

const float* DataOrNull(std::span<const float> values) {
  return values.empty() ? nullptr : values.data();
}

void CheckSameShape(const char* name, View<const float> a, View<const float> b) {
  BV2_CHECK(a.rows() == b.rows() && a.cols() == b.cols(), "{}: {} × {} does not match {} × {}",
            name, a.rows(), a.cols(), b.rows(), b.cols());
}

}  // namespace

void LayerNorm(View<const float> x, View<const float> residual, std::span<const float> gamma,
               std::span<const float> beta, float eps, View<float> y) {
  CheckSameShape("layer norm", x, y);
  if (!residual.empty()) CheckSameShape("layer norm residual", residual, y);
  BV2_CHECK(gamma.size() == y.cols() && beta.size() == y.cols(),
            "layer norm of {} channels has {} gains and {} offsets", y.cols(), gamma.size(),
            beta.size());
  HWY_DYNAMIC_DISPATCH(LayerNormImpl)(x, residual, gamma.data(), beta.data(), eps, y);
}

void GeluInPlace(View<float> x) { HWY_DYNAMIC_DISPATCH(GeluImpl)(x); }
void ExpInPlace(View<float> x) { HWY_DYNAMIC_DISPATCH(ExpImpl)(x); }
void Scale(float scale, View<float> x) { HWY_DYNAMIC_DISPATCH(ScaleImpl)(scale, x); }

void GatedTanh(View<const float> x, std::span<const float> g, View<float> y) {
  BV2_CHECK(x.rows() == y.rows() && x.cols() == 2 * y.cols(),
            "the gate of {} × {} values has room for {} × {}", x.rows(), x.cols(), y.rows(),
            y.cols());
  BV2_CHECK(g.empty() || g.size() == x.cols(), "the gate of {} channels got {} conditions",
            x.cols(), g.size());
  HWY_DYNAMIC_DISPATCH(GatedTanhImpl)(x, DataOrNull(g), y);
}

void DepthwiseConv1d(View<const float> x, std::span<const float> weight,
                     std::span<const float> bias, size_t taps, size_t dilation, View<float> y) {
  CheckSameShape("depthwise convolution", x, y);
  BV2_CHECK(weight.size() == y.cols() * taps && (bias.empty() || bias.size() == y.cols()),
            "a depthwise convolution of {} channels and {} taps has {} weights and {} biases",
            y.cols(), taps, weight.size(), bias.size());
  thread_local Matrix by_tap;
  if (by_tap.rows() != taps || by_tap.cols() != y.cols()) by_tap = Matrix(taps, y.cols());
  for (size_t k = 0; k < taps; ++k) {
    for (size_t c = 0; c < y.cols(); ++c) by_tap(k, c) = weight[c * taps + k];
  }
  HWY_DYNAMIC_DISPATCH(DepthwiseImpl)(x, by_tap, DataOrNull(bias), dilation, y);
}

void AddScaled(View<const float> x, float scale, View<float> out) {
  CheckSameShape("addition", x, out);
  HWY_DYNAMIC_DISPATCH(AddScaledImpl)(x, scale, out);
}

void AddRow(std::span<const float> row, View<float> x) {
  BV2_CHECK(row.size() == x.cols(), "a row of {} cannot be added to rows of {}", row.size(),
            x.cols());
  for (size_t t = 0; t < x.rows(); ++t) {
    HWY_DYNAMIC_DISPATCH(AddScaledImpl)({row.data(), 1, row.size()}, 1.0f, x.Rows(t, 1));
  }
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
