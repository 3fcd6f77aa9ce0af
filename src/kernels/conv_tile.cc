#include "kernels/conv_tile.h"

#include <algorithm>
#include <array>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/conv_tile.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"
#include "kernels/math-inl.h"

// Complete unrolling keeps the array of accumulators in registers.
#if defined(__clang__)
#define BV2_UNROLL _Pragma("clang loop unroll(full)")
#else
#define BV2_UNROLL _Pragma("GCC unroll 32")
#endif

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

// What one register tile reads.
struct TileInput {
  const float* x = nullptr;        // first row of the first block
  size_t block_stride = 0;         // floats between blocks of 16 inputs
  size_t tap_stride = 0;           // floats between the rows of two taps
  const float* weights = nullptr;  // the first of this tile's columns in the panel
  size_t width = 0;                // of the panel
  const float* bias = nullptr;     // of this tile's columns, or null
  PanelShape shape;
};

// sums [kRows][kPanelWidth]: the columns of this tile are written.
template <size_t kRows, size_t kVectors>
void SumTile(const TileInput& input, float* HWY_RESTRICT sums) {
  const D d;
  V acc[kRows][kVectors];
  BV2_UNROLL
  for (size_t v = 0; v < kVectors; ++v) {
    const V bias = input.bias == nullptr ? hn::Zero(d) : hn::LoadU(d, input.bias + v * kLanes);
    BV2_UNROLL
    for (size_t r = 0; r < kRows; ++r) acc[r][v] = bias;
  }
  const float* HWY_RESTRICT weights = input.weights;
  const float* HWY_RESTRICT block = input.x;
  for (size_t first = 0; first < input.shape.in_channels; first += kInputBlock) {
    const size_t inputs = std::min(kInputBlock, input.shape.in_channels - first);
    const float* HWY_RESTRICT x = block;
    for (size_t tap = 0; tap < input.shape.taps; ++tap) {
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
  BV2_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    BV2_UNROLL
    for (size_t v = 0; v < kVectors; ++v) {
      hn::Store(acc[r][v], d, sums + r * kPanelWidth + v * kLanes);
    }
  }
}

using SumTileFunction = void (*)(const TileInput&, float*);

template <size_t kVectors, size_t... kRow>
constexpr std::array<SumTileFunction, sizeof...(kRow)> MakeTable(std::index_sequence<kRow...>) {
  return {&SumTile<kRow + 1, kVectors>...};
}

// SumTile for 1, 2, … MaxRows rows.
template <size_t kVectors>
constexpr auto kSumTile = MakeTable<kVectors>(std::make_index_sequence<MaxRows(kVectors)>());

// One block of sums on its way to y.
struct Destination {
  View<float> y;
  const Epilogue& epilogue;
  size_t row = 0;
  size_t column = 0;
  size_t rows = 0;
  size_t columns = 0;
};

void StoreSums(const float* HWY_RESTRICT sums, const Destination& to) {
  const D d;
  const Epilogue& epilogue = to.epilogue;
  const V scale = hn::Set(d, epilogue.scale);
  const bool scaled = epilogue.scale != 1.0f;
  for (size_t r = 0; r < to.rows; ++r) {
    float* y = to.y.row(to.row + r) + to.column;
    const float* residual =
        epilogue.residual.empty() ? nullptr : epilogue.residual.row(to.row + r) + to.column;
    for (size_t c = 0; c < to.columns; c += kLanes) {
      const size_t count = std::min(kLanes, to.columns - c);
      V v = hn::Load(d, sums + r * kPanelWidth + c);
      if (residual != nullptr) v = hn::Add(v, LoadFirst(residual + c, count));
      if (scaled) v = hn::Mul(v, scale);
      v = Activate(epilogue.activation, v);
      if (epilogue.accumulate) v = hn::Add(v, LoadFirst(y + c, count));
      StoreFirst(v, y + c, count);
    }
  }
}

template <size_t kVectors>
void ComputePanel(const ConvTile& tile, size_t panel) {
  const PanelShape& shape = tile.weights.shape;
  const size_t width = shape.width(panel);
  const size_t column = panel * kPanelWidth;
  const float* weights = tile.weights.data + shape.offset(panel);
  HWY_ALIGN float sums[MaxRows(kVectors) * kPanelWidth];
  size_t rows = 0;
  for (size_t row = 0; row < tile.y.rows(); row += rows) {
    // Equal groups rather than full ones and a small, slow rest.
    const size_t left = tile.y.rows() - row;
    const size_t groups = (left + MaxRows(kVectors) - 1) / MaxRows(kVectors);
    rows = (left + groups - 1) / groups;
    for (size_t c = 0; c < width; c += kVectors * kLanes) {
      const TileInput input{
          .x = tile.x.data + (tile.first_row + row) * kInputBlock,
          .block_stride = tile.x.rows * kInputBlock,
          .tap_stride = tile.dilation * kInputBlock,
          .weights = weights + c,
          .width = width,
          .bias = tile.weights.bias == nullptr ? nullptr : tile.weights.bias + column + c,
          .shape = shape};
      kSumTile<kVectors>[rows - 1](input, sums + c);
    }
    StoreSums(sums, {.y = tile.y,
                     .epilogue = tile.epilogue,
                     .row = row,
                     .column = column,
                     .rows = rows,
                     .columns = std::min(width, shape.out_channels - column)});
  }
}

void ComputeConvTileImpl(const ConvTile& tile) {
  for (size_t panel = tile.first_panel; panel < tile.last_panel; ++panel) {
    if (tile.weights.shape.width(panel) == kPanelWidth) {
      ComputePanel<VectorsFor(kPanelWidth)>(tile, panel);
    } else {
      ComputePanel<VectorsFor(kNarrowPanelWidth)>(tile, panel);
    }
  }
}

void PackRowsImpl(View<const float> x, ptrdiff_t first, Activation activation, PackedRows packed) {
  const D d;
  const size_t blocks = PackedRows::Blocks(x.cols());
  const size_t block_stride = packed.rows * kInputBlock;
  for (size_t r = 0; r < packed.rows; ++r) {
    float* to = packed.data + r * kInputBlock;
    const ptrdiff_t row = first + static_cast<ptrdiff_t>(r);
    if (row < 0 || static_cast<size_t>(row) >= x.rows()) {
      for (size_t block = 0; block < blocks; ++block, to += block_stride) {
        std::fill(to, to + kInputBlock, 0.0f);
      }
      continue;
    }
    const float* from = x.row(static_cast<size_t>(row));
    size_t left = x.cols();
    for (size_t block = 0; block < blocks; ++block, to += block_stride) {
      for (size_t c = 0; c < kInputBlock; c += kLanes) {
        const size_t count = std::min(kLanes, left);
        hn::Store(Activate(activation, LoadFirst(from, count)), d, to + c);
        from += count;
        left -= count;
      }
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bv2::kernels {

HWY_EXPORT(ComputeConvTileImpl);
HWY_EXPORT(PackRowsImpl);

void ComputeConvTile(const ConvTile& tile) { HWY_DYNAMIC_DISPATCH(ComputeConvTileImpl)(tile); }

void PackRows(View<const float> x, ptrdiff_t first, Activation activation, PackedRows packed) {
  HWY_DYNAMIC_DISPATCH(PackRowsImpl)(x, first, activation, packed);
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
