// The register tile of the convolutions; included once per target.
#if defined(BV2_KERNELS_SUM_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef BV2_KERNELS_SUM_TILE_INL_H_
#undef BV2_KERNELS_SUM_TILE_INL_H_
#else
#define BV2_KERNELS_SUM_TILE_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "hwy/highway.h"
#include "kernels/math-inl.h"
#include "kernels/panels.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

// The register tile: rows × vectors of outputs, chosen so that the accumulators, one row of weights
// and one broadcast input fill the register file.
constexpr bool kManyRegisters = HWY_TARGET <= HWY_AVX3 || HWY_TARGET == HWY_NEON;
constexpr size_t VectorsFor(size_t width) { return std::min<size_t>(2, width / kLanes); }
constexpr size_t MaxRows(size_t vectors) {
  if (kManyRegisters) return vectors == 1 ? 28 : 14;
  return vectors == 1 ? 12 : 6;
}

// Memory that is read or written after the tile: fetched while it is computed.
struct Upcoming {
  const float* row = nullptr;  // of the tile's first row and column; null: nothing
  size_t stride = 0;
};

constexpr size_t kCacheLine = 16;  // floats

// What one register tile reads.
struct TileInput {
  const float* x = nullptr;        // first row of the first block
  size_t block_stride = 0;         // floats between blocks of 16 inputs
  size_t tap_stride = 0;           // floats between the rows of two taps
  const float* weights = nullptr;  // the first of this tile's columns in the panel
  size_t width = 0;                // of the panel
  size_t inputs = 0;
  size_t taps = 0;
  const float* initial = nullptr;  // what the sums start with, `initial_stride` between rows, or 0
  size_t initial_stride = 0;
  Upcoming next;
  // Weights to fetch meanwhile: [begin, end), `fetch_step` floats between taps.
  const float* fetch_begin = nullptr;
  const float* fetch_end = nullptr;
  size_t fetch_step = 0;
};

// Where one register tile writes, and what it does before; `slope` multiplies negative values.
struct TileOutput {
  float* y = nullptr;
  size_t stride = 0;
  const float* residual = nullptr;
  size_t residual_stride = 0;
  float scale = 1.0f;
  float slope = 1.0f;
  bool accumulate = false;
};

template <size_t kRows, size_t kVectors>
void StoreTile(const TileOutput& output, V (&acc)[kRows][kVectors]) {
  const D d;
  if (output.residual != nullptr) {
    BV2_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      BV2_UNROLL
      for (size_t v = 0; v < kVectors; ++v) {
        const float* residual = output.residual + r * output.residual_stride + v * kLanes;
        acc[r][v] = hn::Add(acc[r][v], hn::LoadU(d, residual));
      }
    }
  }
  if (output.scale != 1.0f) {
    const V scale = hn::Set(d, output.scale);
    BV2_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      BV2_UNROLL
      for (size_t v = 0; v < kVectors; ++v) acc[r][v] = hn::Mul(acc[r][v], scale);
    }
  }
  if (output.slope != 1.0f) {
    const V slope = hn::Set(d, output.slope);
    BV2_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      BV2_UNROLL
      for (size_t v = 0; v < kVectors; ++v) acc[r][v] = LeakyRelu(acc[r][v], slope);
    }
  }
  if (output.accumulate) {
    BV2_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      BV2_UNROLL
      for (size_t v = 0; v < kVectors; ++v) {
        acc[r][v] = hn::Add(acc[r][v], hn::LoadU(d, output.y + r * output.stride + v * kLanes));
      }
    }
  }
  BV2_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    BV2_UNROLL
    for (size_t v = 0; v < kVectors; ++v) {
      hn::StoreU(acc[r][v], d, output.y + r * output.stride + v * kLanes);
    }
  }
}

// Fetches what the tile's rows [begin, end) will need.
template <size_t kVectors>
HWY_INLINE void FetchRows(const TileInput& input, const TileOutput& output, size_t begin,
                          size_t end) {
  for (size_t r = begin; r < end; ++r) {
    BV2_UNROLL
    for (size_t c = 0; c < kVectors * kLanes; c += kCacheLine) {
      __builtin_prefetch(output.y + r * output.stride + c);
      if (output.residual != nullptr) {
        __builtin_prefetch(output.residual + r * output.residual_stride + c);
      }
      if (input.next.row != nullptr) {
        __builtin_prefetch(input.next.row + r * input.next.stride + c, 0, 2);
      }
    }
  }
}

// Brings [begin, end) into L2.
HWY_INLINE void FetchWeights(const float* begin, const float* end) {
  for (; begin < end; begin += kCacheLine) __builtin_prefetch(begin, 0, 2);
}

template <size_t kRows, size_t kVectors>
void SumTile(const TileInput& input, const TileOutput& output) {
  const D d;
  V acc[kRows][kVectors];
  BV2_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    BV2_UNROLL
    for (size_t v = 0; v < kVectors; ++v) {
      acc[r][v] = input.initial == nullptr
                      ? hn::Zero(d)
                      : hn::LoadU(d, input.initial + r * input.initial_stride + v * kLanes);
    }
  }
  const float* HWY_RESTRICT weights = input.weights;
  const float* HWY_RESTRICT block = input.x;
  constexpr size_t kFetched = 4;  // rows of each fetch, between two taps
  size_t fetched = 0;
  const float* fetch = input.fetch_begin;
  for (size_t first = 0; first < input.inputs; first += kInputBlock) {
    const size_t inputs = std::min(kInputBlock, input.inputs - first);
    const float* HWY_RESTRICT x = block;
    for (size_t tap = 0; tap < input.taps; ++tap) {
      if (fetched < kRows) {
        FetchRows<kVectors>(input, output, fetched, std::min(kRows, fetched + kFetched));
        fetched += kFetched;
      }
      if (fetch < input.fetch_end) {
        FetchWeights(fetch, fetch + input.fetch_step);
        fetch += input.fetch_step;
      }
      for (size_t i = 0; i < inputs; ++i) {
        V w[kVectors];
        BV2_UNROLL
        for (size_t v = 0; v < kVectors; ++v) w[v] = hn::Load(d, weights + v * kLanes);
        BV2_UNROLL
        for (size_t r = 0; r < kRows; ++r) {
          const V value = hn::Set(d, x[r * kInputBlock + i]);
          BV2_UNROLL
          for (size_t v = 0; v < kVectors; ++v) acc[r][v] = hn::MulAdd(value, w[v], acc[r][v]);
        }
        weights += input.width;
      }
      x += input.tap_stride;
    }
    block += input.block_stride;
  }
  StoreTile<kRows, kVectors>(output, acc);
}

using SumTileFunction = void (*)(const TileInput&, const TileOutput&);

template <size_t kVectors, size_t... kRow>
constexpr std::array<SumTileFunction, sizeof...(kRow)> MakeTable(std::index_sequence<kRow...>) {
  return {&SumTile<kRow + 1, kVectors>...};
}

// SumTile for 1, 2, … MaxRows rows.
template <size_t kVectors>
constexpr auto kSumTile = MakeTable<kVectors>(std::make_index_sequence<MaxRows(kVectors)>());

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#endif  // include guard
