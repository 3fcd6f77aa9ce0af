// The transforms of nested Toom–Cook convolutions as straight-line code; included once per target.
#if defined(BV2_KERNELS_TOOM_TRANSFORM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef BV2_KERNELS_TOOM_TRANSFORM_INL_H_
#undef BV2_KERNELS_TOOM_TRANSFORM_INL_H_
#else
#define BV2_KERNELS_TOOM_TRANSFORM_INL_H_
#endif

#include <cstddef>

#include "hwy/highway.h"
#include "kernels/conv_method.h"
#include "kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

// Sum over columns kColumn, kColumn − kStep, … of row kRow of a matrix known at compile time, times
// v. Zeros cost nothing, ones no multiplication.
template <typename Coefficients, size_t kRow, ptrdiff_t kColumn, ptrdiff_t kStep,
          bool kEmpty = true>
HWY_INLINE V SumColumns(const V* v, V sum) {
  if constexpr (kColumn < 0) {
    return sum;
  } else {
    constexpr auto kFactor = static_cast<float>(Coefficients::At(kRow, kColumn));
    if constexpr (kFactor == 0.0f) {
      return SumColumns<Coefficients, kRow, kColumn - kStep, kStep, kEmpty>(v, sum);
    } else {
      if constexpr (kEmpty) {
        sum = kFactor == 1.0f ? v[kColumn] : hn::Mul(v[kColumn], hn::Set(D(), kFactor));
      } else if constexpr (kFactor == 1.0f) {
        sum = hn::Add(sum, v[kColumn]);
      } else if constexpr (kFactor == -1.0f) {
        sum = hn::Sub(sum, v[kColumn]);
      } else {
        sum = hn::MulAdd(v[kColumn], hn::Set(D(), kFactor), sum);
      }
      return SumColumns<Coefficients, kRow, kColumn - kStep, kStep, false>(v, sum);
    }
  }
}

template <typename Coefficients, size_t kRow>
HWY_INLINE V SumRow(const V* v) {
  return SumColumns<Coefficients, kRow, Coefficients::kColumns - 1, 1>(v, hn::Zero(D()));
}

// The input transform of one level. Rows of the points a and −a differ only in the signs of the odd
// columns (or of the even ones), so that a pair takes two half sums.
template <const auto& kToomCook>
struct InputRows {
  static constexpr size_t kColumns = kToomCook.kPoints;
  static constexpr double At(size_t row, size_t column) { return kToomCook.input[row][column]; }
  static constexpr bool Mirrored(size_t row, double sign) {
    if (row + 1 >= kColumns) return false;
    for (size_t c = 0; c < kColumns; ++c)
      if (At(row + 1, c) != (c % 2 == 0 ? sign : -sign) * At(row, c)) return false;
    return true;
  }
};

// Row kRow and, if the return value is 2, the following one.
template <typename Rows, size_t kRow>
HWY_INLINE constexpr size_t TogetherFrom() {
  return Rows::Mirrored(kRow, 1.0) || Rows::Mirrored(kRow, -1.0) ? 2 : 1;
}

template <typename Rows, size_t kRow>
HWY_INLINE void EvaluateTogether(const V* v, V& first, V& second) {
  if constexpr (TogetherFrom<Rows, kRow>() == 1) {
    first = SumRow<Rows, kRow>(v);
  } else {
    constexpr ptrdiff_t kLast = Rows::kColumns - 1;
    constexpr ptrdiff_t kLastEven = kLast - kLast % 2;
    constexpr ptrdiff_t kLastOdd = kLast - 1 + kLast % 2;
    const V even = SumColumns<Rows, kRow, kLastEven, 2>(v, hn::Zero(D()));
    const V odd = SumColumns<Rows, kRow, kLastOdd, 2>(v, hn::Zero(D()));
    first = hn::Add(even, odd);
    second = Rows::Mirrored(kRow, 1.0) ? hn::Sub(even, odd) : hn::Sub(odd, even);
  }
}

template <typename Rows, size_t kRow = 0>
HWY_INLINE void StoreRows(const V* v, float* to, size_t stride) {
  if constexpr (kRow < Rows::kColumns) {
    constexpr size_t kCount = TogetherFrom<Rows, kRow>();
    V first, second;
    EvaluateTogether<Rows, kRow>(v, first, second);
    hn::StoreU(first, D(), to + kRow * stride);
    if constexpr (kCount == 2) hn::StoreU(second, D(), to + (kRow + 1) * stride);
    StoreRows<Rows, kRow + kCount>(v, to, stride);
  }
}

// Transforms the inputs of one group of outputs, kLanes channels.
//   x    row i at i · step, N::kInputs rows
//   to   plane p at p · stride
template <typename N, size_t kPoint = 0>
HWY_INLINE void TransformGroup(const float* HWY_RESTRICT x, size_t step, float* HWY_RESTRICT to,
                               size_t stride) {
  using Outer = InputRows<N::kOuter>;
  using Inner = InputRows<N::kInner>;
  if constexpr (kPoint < N::kOuterPoints) {
    constexpr size_t kCount = TogetherFrom<Outer, kPoint>();
    V first[N::kInnerPoints], second[N::kInnerPoints];
    BV2_UNROLL
    for (size_t i = 0; i < N::kInnerPoints; ++i) {
      V chunks[N::kOuterPoints];
      BV2_UNROLL
      for (size_t c = 0; c < N::kOuterPoints; ++c)
        chunks[c] = hn::LoadU(D(), x + (c * N::kInner.kOutputs + i) * step);
      EvaluateTogether<Outer, kPoint>(chunks, first[i], second[i]);
    }
    StoreRows<Inner>(first, to, stride);
    if constexpr (kCount == 2) StoreRows<Inner>(second, to + N::kInnerPoints * stride, stride);
    TransformGroup<N, kPoint + kCount>(x, step, to + kCount * N::kInnerPoints * stride, stride);
  }
}

// The output transform of one level after FoldPairs: the products at points a and −a have become
// their sum, which even outputs need, and their difference, for odd ones.
template <const auto& kToomCook>
struct OutputRows {
  static constexpr size_t kColumns = kToomCook.kPoints;
  static constexpr double Power(size_t row, size_t column) { return kToomCook.output[row][column]; }
  static constexpr bool StartsPair(size_t column) {
    return kToomCook.kOutputs > 1 && column + 1 < kColumns && Power(0, column + 1) == 1.0 &&
           Power(1, column) != 0.0 && Power(1, column + 1) == -Power(1, column);
  }
  // Points come in order, so a column after the first of a pair is its second.
  static constexpr bool InPair(size_t column, bool second) {
    for (size_t c = 0; c < kColumns; ++c) {
      if (!StartsPair(c)) continue;
      if (c + (second ? 1 : 0) == column) return true;
      ++c;
    }
    return false;
  }
  static constexpr double At(size_t row, size_t column) {
    if (InPair(column, false)) return row % 2 == 0 ? Power(row, column) : 0.0;
    if (InPair(column, true)) return row % 2 == 1 ? Power(row, column - 1) : 0.0;
    return Power(row, column);
  }
};

template <typename Rows, size_t kColumn = 0>
HWY_INLINE void FoldPairs(V* v) {
  if constexpr (kColumn < Rows::kColumns) {
    if constexpr (Rows::InPair(kColumn, false)) {
      const V sum = hn::Add(v[kColumn], v[kColumn + 1]);
      v[kColumn + 1] = hn::Sub(v[kColumn], v[kColumn + 1]);
      v[kColumn] = sum;
    }
    FoldPairs<Rows, kColumn + 1>(v);
  }
}

template <typename Rows, size_t kOutputs, size_t kRow = 0>
HWY_INLINE void EvaluateRows(const V* v, V* y, size_t stride) {
  if constexpr (kRow < kOutputs) {
    y[kRow * stride] = SumRow<Rows, kRow>(v);
    EvaluateRows<Rows, kOutputs, kRow + 1>(v, y, stride);
  }
}

// The outputs of one group, kLanes channels, from the products.
//   products   plane p at p · stride
template <typename N>
HWY_INLINE void FinishGroup(const float* HWY_RESTRICT products, size_t stride,
                            V (&y)[N::kOutputs]) {
  using Outer = OutputRows<N::kOuter>;
  using Inner = OutputRows<N::kInner>;
  V chunks[N::kOuter.kOutputs][N::kInnerPoints];
  BV2_UNROLL
  for (size_t p = 0; p < N::kInnerPoints; ++p) {
    V points[N::kOuterPoints];
    BV2_UNROLL
    for (size_t q = 0; q < N::kOuterPoints; ++q)
      points[q] = hn::LoadU(D(), products + (q * N::kInnerPoints + p) * stride);
    FoldPairs<Outer>(points);
    EvaluateRows<Outer, N::kOuter.kOutputs>(points, &chunks[0][p], N::kInnerPoints);
  }
  BV2_UNROLL
  for (size_t c = 0; c < N::kOuter.kOutputs; ++c) {
    FoldPairs<Inner>(chunks[c]);
    EvaluateRows<Inner, N::kInner.kOutputs>(chunks[c], y + c * N::kInner.kOutputs, 1);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#endif  // include guard
