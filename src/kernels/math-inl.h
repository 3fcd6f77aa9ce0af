// Vector functions shared by the kernels; included once per target.
#if defined(BV2_KERNELS_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef BV2_KERNELS_MATH_INL_H_
#undef BV2_KERNELS_MATH_INL_H_
#else
#define BV2_KERNELS_MATH_INL_H_
#endif

#include <cstddef>
#include <cstring>

#include "hwy/highway.h"
// After highway.h:
#include "hwy/contrib/math/math-inl.h"
#include "kernels/activation.h"

#undef BV2_UNROLL
// Complete unrolling keeps the array of accumulators in registers.
#if defined(__clang__)
#define BV2_UNROLL _Pragma("clang loop unroll(full)")
#else
#define BV2_UNROLL _Pragma("GCC unroll 32")
#endif

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// At most 512 bits: a panel is 32 floats wide.
using D = hn::CappedTag<float, 16>;
using V = hn::Vec<D>;
constexpr size_t kLanes = hn::MaxLanes(D());

// The first `count` <= kLanes elements, the rest zero; touches no other memory.
HWY_INLINE V LoadFirst(const float* from, size_t count) {
  const D d;
  if (count >= kLanes) return hn::LoadU(d, from);
  HWY_ALIGN float lanes[kLanes] = {};
  std::memcpy(lanes, from, count * sizeof(float));
  return hn::Load(d, lanes);
}

HWY_INLINE void StoreFirst(V v, float* to, size_t count) {
  const D d;
  if (count >= kLanes) {
    hn::StoreU(v, d, to);
    return;
  }
  HWY_ALIGN float lanes[kLanes];
  hn::Store(v, d, lanes);
  std::memcpy(to, lanes, count * sizeof(float));
}

// e^v to 1 ulp; infinity above the range of float, NaN stays NaN.
HWY_INLINE V Exp(V v) {
  const D d;
  const V largest = hn::Set(d, 88.72283f);
  V result = hn::Exp(d, hn::Min(v, largest));
  result = hn::IfThenElse(hn::Gt(v, largest), hn::Set(d, HUGE_VALF), result);
  return hn::IfThenElse(hn::Eq(v, v), result, v);
}

HWY_INLINE V Tanh(V v) {
  const D d;
  return hn::Tanh(d, v);
}

HWY_INLINE V Sigmoid(V v) {
  const V one = hn::Set(D(), 1.0f);
  return hn::Div(one, hn::Add(one, Exp(hn::Neg(v))));
}

// The error function, absolute error below 1.2e-7. Own fits at Chebyshev nodes: an odd polynomial
// below 1; above, 1 − e^(−q(|v|)) with q a fit of −ln erfc on [1, 4].
HWY_INLINE V Erf(V v) {
  const D d;
  const V one = hn::Set(d, 1.0f);
  const V size = hn::Min(hn::Abs(v), hn::Set(d, 4.0f));
  const V square = hn::Mul(v, v);

  V inner = hn::Set(d, 7.87587505e-05f);
  inner = hn::MulAdd(inner, square, hn::Set(d, -8.01686428e-04f));
  inner = hn::MulAdd(inner, square, hn::Set(d, 5.18908742e-03f));
  inner = hn::MulAdd(inner, square, hn::Set(d, -2.68542120e-02f));
  inner = hn::MulAdd(inner, square, hn::Set(d, 1.12835947e-01f));
  inner = hn::MulAdd(inner, square, hn::Set(d, -3.76126267e-01f));
  inner = hn::MulAdd(inner, square, hn::Set(d, 1.12837917e+00f));
  inner = hn::Mul(inner, v);

  V outer = hn::Set(d, -1.6371514e-06f);
  outer = hn::MulAdd(outer, size, hn::Set(d, 4.6058043e-05f));
  outer = hn::MulAdd(outer, size, hn::Set(d, -5.9680583e-04f));
  outer = hn::MulAdd(outer, size, hn::Set(d, 4.7595963e-03f));
  outer = hn::MulAdd(outer, size, hn::Set(d, -2.6421136e-02f));
  outer = hn::MulAdd(outer, size, hn::Set(d, 1.10080083e-01f));
  outer = hn::MulAdd(outer, size, hn::Set(d, 6.31826052e-01f));
  outer = hn::MulAdd(outer, size, hn::Set(d, 1.13023343e+00f));
  outer = hn::MulAdd(outer, size, hn::Set(d, -3.2013805e-04f));
  outer = hn::CopySign(hn::Sub(one, hn::Exp(d, hn::Neg(outer))), v);

  return hn::IfThenElse(hn::Ge(hn::Abs(v), one), outer, inner);
}

HWY_INLINE V Gelu(V v) {
  const D d;
  const V erf = Erf(hn::Mul(v, hn::Set(d, 0.70710678118654752f)));
  return hn::Mul(hn::Mul(v, hn::Set(d, 0.5f)), hn::Add(hn::Set(d, 1.0f), erf));
}

HWY_INLINE V LeakyRelu(V v, V slope) {
  return hn::IfThenElse(hn::Lt(v, hn::Zero(D())), hn::Mul(v, slope), v);
}

// Whether Activate is LeakyRelu with NegativeSlope.
HWY_INLINE bool IsLeaky(Activation activation) {
  return activation.kind == Activation::Kind::kNone || activation.kind == Activation::Kind::kRelu ||
         activation.kind == Activation::Kind::kLeakyRelu;
}

HWY_INLINE float NegativeSlope(Activation activation) {
  if (activation.kind == Activation::Kind::kNone) return 1.0f;
  return activation.kind == Activation::Kind::kRelu ? 0.0f : activation.slope;
}

HWY_INLINE V Activate(Activation activation, V v) {
  switch (activation.kind) {
    case Activation::Kind::kNone:
      return v;
    case Activation::Kind::kRelu:
      return LeakyRelu(v, hn::Zero(D()));
    case Activation::Kind::kLeakyRelu:
      return LeakyRelu(v, hn::Set(D(), activation.slope));
    case Activation::Kind::kGelu:
      return Gelu(v);
    case Activation::Kind::kTanh:
      return Tanh(v);
  }
  return v;
}

}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#endif  // include guard
