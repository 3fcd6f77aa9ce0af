#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "kernels/toom_cook.h"

namespace bv2::kernels {

// How much rounding error a convolution may add to gain speed; docs/performance.md has figures.
enum class ConvAccuracy {
  kDirect,  // none: sums as the definition has them
  kSafe,    // a few units in the last place, whatever the weights
  kFast,    // about three times that of kSafe
};

// A nested Toom–Cook algorithm: `Outer` works on chunks of the filter and of the outputs, `Inner`
// within a chunk. Chunks of the filter are as long as those of the outputs, so that one transform
// of the input serves them all. The products form Outer::kPoints × Inner::kPoints planes.
template <typename Method>
struct Nested {
  static constexpr auto kInner = Method::kInner;
  static constexpr auto kOuter = Method::kOuter;
  static constexpr size_t kInnerPoints = kInner.kPoints;
  static constexpr size_t kOuterPoints = kOuter.kPoints;
  static constexpr size_t kPlanes = kInnerPoints * kOuterPoints;
  static constexpr size_t kOutputs = kInner.kOutputs * kOuter.kOutputs;
  static constexpr size_t kTaps = kInner.kTaps * kOuter.kTaps;
  // Inputs of a group of kOutputs outputs.
  static constexpr size_t kInputs = (kOuterPoints - 1) * kInner.kOutputs + kInnerPoints;
  static_assert(kOuter.kTaps == 1 || kInner.kTaps == kInner.kOutputs);
};

namespace toom {

// Small fractions keep the transforms well conditioned. With four inner points or more ±1/2 is
// better than ±3 or ±4; with infinity one finite point fewer is needed.
inline constexpr std::array<Fraction, 1> kOne = {0};
inline constexpr std::array<Fraction, 3> kThree = {0, 1, -1};
inline constexpr std::array<Fraction, 5> kFive = {0, 1, -1, 2, -2};
inline constexpr std::array<Fraction, 7> kSeven = {
    0, 1, -1, 2, -2, Fraction(1, 2), Fraction(-1, 2)};

inline constexpr auto kF11 = MakeToomCook<1, 1>(kOne);

struct F63 {
  static constexpr auto kInner = MakeToomCook<6, 3>(kSeven);
  static constexpr auto kOuter = kF11;
};
struct F45 {
  static constexpr auto kInner = MakeToomCook<4, 5>(kSeven);
  static constexpr auto kOuter = kF11;
};
struct F44F32 {
  static constexpr auto kInner = MakeToomCook<4, 4>(kSeven);
  static constexpr auto kOuter = MakeToomCook<3, 2>(kThree);
};
struct F44F23 {
  static constexpr auto kInner = MakeToomCook<4, 4>(kSeven);
  static constexpr auto kOuter = MakeToomCook<2, 3>(kThree);
};
struct F44F43 {
  static constexpr auto kInner = MakeToomCook<4, 4>(kSeven);
  static constexpr auto kOuter = MakeToomCook<4, 3>(kFive);
};

}  // namespace toom

enum class ConvMethod { kDirect, kF63, kF45, kF44F32, kF44F23, kF44F43 };

// Calls function.template operator()<Nested<...>>() for a method other than kDirect.
template <typename Function>
auto WithNested(ConvMethod method, const Function& function) {
  switch (method) {
    case ConvMethod::kF63:
      return function.template operator()<Nested<toom::F63>>();
    case ConvMethod::kF45:
      return function.template operator()<Nested<toom::F45>>();
    case ConvMethod::kF44F32:
      return function.template operator()<Nested<toom::F44F32>>();
    case ConvMethod::kF44F23:
      return function.template operator()<Nested<toom::F44F23>>();
    case ConvMethod::kDirect:
    case ConvMethod::kF44F43:
      break;
  }
  return function.template operator()<Nested<toom::F44F43>>();
}

// The sizes of a method's planes at run time; all 1 for kDirect.
struct ConvMethodShape {
  size_t planes = 1;
  size_t outputs = 1;
  size_t inputs = 1;
};
ConvMethodShape ShapeOf(ConvMethod method);

// [plane][tap] of a method other than kDirect: what the filter is multiplied with.
std::vector<std::vector<double>> WeightTransform(ConvMethod method);

// The fastest method for a convolution that keeps to `accuracy`.
ConvMethod ChooseConvMethod(size_t out_channels, size_t in_channels, size_t taps,
                            ConvAccuracy accuracy);

}  // namespace bv2::kernels
