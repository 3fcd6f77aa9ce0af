#include "kernels/fft.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/fft.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<float, kFftBatch>;
using V = hn::Vec<D>;
constexpr size_t kLanes = hn::MaxLanes(D());
constexpr size_t kRow = 2 * kFftBatch;  // one complex number of each signal

struct Complex {
  // Constructors that g++ 12 makes by itself may lack the target's instructions, which those of V
  // need on aarch64.
  HWY_INLINE Complex() {}
  HWY_INLINE Complex(V real, V imaginary) : re(real), im(imaginary) {}
  V re, im;
};

HWY_INLINE Complex Load(const float* from) {
  return {hn::LoadU(D(), from), hn::LoadU(D(), from + kFftBatch)};
}
HWY_INLINE void Store(Complex a, float* to) {
  hn::StoreU(a.re, D(), to);
  hn::StoreU(a.im, D(), to + kFftBatch);
}
HWY_INLINE Complex Add(Complex a, Complex b) { return {hn::Add(a.re, b.re), hn::Add(a.im, b.im)}; }
HWY_INLINE Complex Sub(Complex a, Complex b) { return {hn::Sub(a.re, b.re), hn::Sub(a.im, b.im)}; }
HWY_INLINE Complex TimesI(Complex a) { return {hn::Neg(a.im), a.re}; }
HWY_INLINE Complex Scale(float factor, Complex a) {
  const V f = hn::Set(D(), factor);
  return {hn::Mul(f, a.re), hn::Mul(f, a.im)};
}
// a + factor · b
HWY_INLINE Complex AddScaled(Complex a, float factor, Complex b) {
  const V f = hn::Set(D(), factor);
  return {hn::MulAdd(f, b.re, a.re), hn::MulAdd(f, b.im, a.im)};
}
HWY_INLINE Complex Times(Complex a, const float* w) {
  const V re = hn::Set(D(), w[0]), im = hn::Set(D(), w[1]);
  return {hn::MulSub(a.re, re, hn::Mul(a.im, im)), hn::MulAdd(a.re, im, hn::Mul(a.im, re))};
}

template <size_t kRadix>
void Butterfly(Complex* a);

template <>
HWY_INLINE void Butterfly<2>(Complex* a) {
  const Complex sum = Add(a[0], a[1]);
  a[1] = Sub(a[0], a[1]);
  a[0] = sum;
}

template <>
HWY_INLINE void Butterfly<3>(Complex* a) {
  constexpr float kSin = 0.866025403784438647f;  // sin(2π/3)
  const Complex sum = Add(a[1], a[2]);
  const Complex turned = TimesI(Scale(kSin, Sub(a[2], a[1])));
  const Complex middle = AddScaled(a[0], -0.5f, sum);
  a[0] = Add(a[0], sum);
  a[1] = Add(middle, turned);
  a[2] = Sub(middle, turned);
}

template <>
HWY_INLINE void Butterfly<4>(Complex* a) {
  const Complex even = Add(a[0], a[2]), odd = Add(a[1], a[3]);
  const Complex middle = Sub(a[0], a[2]), turned = TimesI(Sub(a[3], a[1]));
  a[0] = Add(even, odd);
  a[1] = Add(middle, turned);
  a[2] = Sub(even, odd);
  a[3] = Sub(middle, turned);
}

template <>
HWY_INLINE void Butterfly<5>(Complex* a) {
  constexpr float kCos1 = 0.309016994374947424f, kCos2 = -0.809016994374947424f;
  constexpr float kSin1 = 0.951056516295153572f, kSin2 = 0.587785252292473129f;
  const Complex sum1 = Add(a[1], a[4]), sum2 = Add(a[2], a[3]);
  const Complex difference1 = Sub(a[4], a[1]), difference2 = Sub(a[3], a[2]);
  const Complex middle1 = AddScaled(AddScaled(a[0], kCos1, sum1), kCos2, sum2);
  const Complex middle2 = AddScaled(AddScaled(a[0], kCos2, sum1), kCos1, sum2);
  const Complex turned1 = TimesI(AddScaled(Scale(kSin1, difference1), kSin2, difference2));
  const Complex turned2 = TimesI(AddScaled(Scale(kSin2, difference1), -kSin1, difference2));
  a[0] = Add(a[0], Add(sum1, sum2));
  a[1] = Add(middle1, turned1);
  a[2] = Add(middle2, turned2);
  a[3] = Sub(middle2, turned2);
  a[4] = Sub(middle1, turned1);
}

template <size_t kRadix>
void FixedPass(const RealFft::Pass& pass, const float* factors, const float* x, float* y) {
  for (size_t j = 0; j < pass.groups; ++j) {
    const float* w = factors + pass.twiddles + 2 * j * (kRadix - 1);
    for (size_t q = 0; q < pass.stride; ++q) {
      const float* from = x + kRow * (q + pass.stride * j);
      float* to = y + kRow * (q + pass.stride * kRadix * j);
      for (size_t lane = 0; lane < kFftBatch; lane += kLanes) {
        Complex a[kRadix];
        for (size_t r = 0; r < kRadix; ++r)
          a[r] = Load(from + kRow * pass.stride * pass.groups * r + lane);
        Butterfly<kRadix>(a);
        Store(a[0], to + lane);
        for (size_t k = 1; k < kRadix; ++k)
          Store(Times(a[k], w + 2 * (k - 1)), to + kRow * pass.stride * k + lane);
      }
    }
  }
}

// Sum over r of a[r] · exp(−2πi kr / radix).
HWY_INLINE Complex Term(const RealFft::Pass& pass, const float* roots, const float* from,
                        size_t k) {
  Complex sum = Load(from);
  for (size_t r = 1; r < pass.radix; ++r)
    sum = Add(sum, Times(Load(from + kRow * pass.stride * pass.groups * r),
                         roots + 2 * (k * r % pass.radix)));
  return sum;
}

void AnyPass(const RealFft::Pass& pass, const float* factors, const float* x, float* y) {
  const float* roots = factors + pass.roots;
  for (size_t j = 0; j < pass.groups; ++j) {
    const float* w = factors + pass.twiddles + 2 * j * (pass.radix - 1);
    for (size_t q = 0; q < pass.stride; ++q) {
      const float* from = x + kRow * (q + pass.stride * j);
      float* to = y + kRow * (q + pass.stride * pass.radix * j);
      for (size_t lane = 0; lane < kFftBatch; lane += kLanes) {
        Store(Term(pass, roots, from + lane, 0), to + lane);
        for (size_t k = 1; k < pass.radix; ++k)
          Store(Times(Term(pass, roots, from + lane, k), w + 2 * (k - 1)),
                to + kRow * pass.stride * k + lane);
      }
    }
  }
}

void PassImpl(const RealFft::Pass& pass, const float* factors, const float* x, float* y) {
  switch (pass.radix) {
    case 2:
      return FixedPass<2>(pass, factors, x, y);
    case 3:
      return FixedPass<3>(pass, factors, x, y);
    case 4:
      return FixedPass<4>(pass, factors, x, y);
    case 5:
      return FixedPass<5>(pass, factors, x, y);
    default:
      return AnyPass(pass, factors, x, y);
  }
}

// z is the transform of x[2t] + i x[2t + 1]. With E and O those of the even and odd samples,
// E[k] = (z[k] + z*[h − k])/2, O[k] = (z[k] − z*[h − k])/2i, X[k] = E[k] + exp(−2πi k/2h) O[k].
void UnpackImpl(size_t half, const float* w, const float* z, float* y) {
  const V one_half = hn::Set(D(), 0.5f);
  for (size_t k = 0; k <= half; ++k) {
    const float* low = z + kRow * (k % half);
    const float* high = z + kRow * ((half - k) % half);
    for (size_t lane = 0; lane < kFftBatch; lane += kLanes) {
      const Complex a = Load(low + lane), b = Load(high + lane);
      const Complex even = {hn::Mul(one_half, hn::Add(a.re, b.re)),
                            hn::Mul(one_half, hn::Sub(a.im, b.im))};
      const Complex odd = {hn::Mul(one_half, hn::Add(a.im, b.im)),
                           hn::Mul(one_half, hn::Sub(b.re, a.re))};
      Store(Add(even, Times(odd, w + 2 * k)), y + kRow * k + lane);
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bv2::kernels {

HWY_EXPORT(PassImpl);
HWY_EXPORT(UnpackImpl);

namespace {

constexpr size_t kLargestSize = size_t{1} << 17;

// exp(−2πi k / n)
void AppendRoot(size_t k, size_t n, std::vector<float>& factors) {
  const double angle = -2 * std::numbers::pi * static_cast<double>(k % n) / static_cast<double>(n);
  factors.push_back(static_cast<float>(std::cos(angle)));
  factors.push_back(static_cast<float>(std::sin(angle)));
}

size_t NextRadix(size_t rest) {
  if (rest % 4 == 0) return 4;
  for (size_t radix = 2; radix * radix <= rest; ++radix)
    if (rest % radix == 0) return radix;
  return rest;
}

}  // namespace

RealFft::RealFft(size_t size) : size_(size) {
  BV2_CHECK(size >= 1 && size <= kLargestSize,
            "a Fourier transform of {} samples; it must have 1 to {}", size, kLargestSize);
  size_t rest = size % 2 == 0 ? size / 2 : size, stride = 1;
  while (rest > 1) {
    const size_t radix = NextRadix(rest);
    const size_t length = rest;
    rest /= radix;
    Pass pass{
        .radix = radix, .groups = rest, .stride = stride, .twiddles = factors_.size(), .roots = 0};
    for (size_t j = 0; j < rest; ++j)
      for (size_t k = 1; k < radix; ++k) AppendRoot(j * k, length, factors_);
    pass.roots = factors_.size();
    for (size_t k = 0; k < radix; ++k) AppendRoot(k, radix, factors_);
    passes_.push_back(pass);
    stride *= radix;
  }
  unpack_ = factors_.size();
  for (size_t k = 0; k < bins(); ++k) AppendRoot(k, size, factors_);
}

std::span<const float> RealFft::Transform(std::span<float> x, std::span<float> scratch) const {
  BV2_CHECK(x.size() == buffer_size() && scratch.size() == buffer_size(),
            "a transform of {} samples needs buffers of {} elements, got {} and {}", size_,
            buffer_size(), x.size(), scratch.size());
  float* from = x.data();
  float* to = scratch.data();
  if (size_ % 2 != 0) {  // as complex numbers whose imaginary part is zero
    for (size_t t = 0; t < size_; ++t) {
      for (size_t i = 0; i < kFftBatch; ++i) {
        to[2 * kFftBatch * t + i] = from[kFftBatch * t + i];
        to[2 * kFftBatch * t + kFftBatch + i] = 0;
      }
    }
    std::swap(from, to);
  }
  for (const Pass& pass : passes_) {
    HWY_DYNAMIC_DISPATCH(PassImpl)(pass, factors_.data(), from, to);
    std::swap(from, to);
  }
  if (size_ % 2 == 0) {
    HWY_DYNAMIC_DISPATCH(UnpackImpl)(size_ / 2, factors_.data() + unpack_, from, to);
    std::swap(from, to);
  }
  return {from, 2 * bins() * kFftBatch};
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
