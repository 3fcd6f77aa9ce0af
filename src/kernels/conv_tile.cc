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

// Memory that is read or written after the tile: fetched while it is computed.
struct Upcoming {
  const float* row = nullptr;  // of the tile's first row and column; null: nothing
  size_t stride = 0;
};

// What one register tile reads.
struct TileInput {
  const float* x = nullptr;        // first row of the first block
  size_t block_stride = 0;         // floats between blocks of 16 inputs
  size_t tap_stride = 0;           // floats between the rows of two taps
  const float* weights = nullptr;  // the first of this tile's columns in the panel
  size_t width = 0;                // of the panel
  const float* bias = nullptr;     // of this tile's columns, or null
  PanelShape shape;
  Upcoming next;
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
  constexpr size_t kLine = 16;
  for (size_t r = begin; r < end; ++r) {
    BV2_UNROLL
    for (size_t c = 0; c < kVectors * kLanes; c += kLine) {
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

template <size_t kRows, size_t kVectors>
void SumTile(const TileInput& input, const TileOutput& output) {
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
  constexpr size_t kFetched = 4;  // rows of each fetch, between two taps
  size_t fetched = 0;
  for (size_t first = 0; first < input.shape.in_channels; first += kInputBlock) {
    const size_t inputs = std::min(kInputBlock, input.shape.in_channels - first);
    const float* HWY_RESTRICT x = block;
    for (size_t tap = 0; tap < input.shape.taps; ++tap) {
      if (fetched < kRows) {
        FetchRows<kVectors>(input, output, fetched, std::min(kRows, fetched + kFetched));
        fetched += kFetched;
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

// A rectangle of y: some rows and the columns of a panel.
struct Destination {
  const ConvTile& tile;
  size_t row = 0;
  size_t column = 0;
  size_t rows = 0;
  size_t columns = 0;

  float* y() const { return tile.y.row(row) + column; }
  const float* residual() const {
    const View<const float> from = tile.epilogue.residual;
    return from.empty() ? nullptr : from.row(row) + column;
  }
};

// The way of sums that registers cannot finish: columns that fill no vector, costly activations.
void StoreSums(const float* HWY_RESTRICT sums, const Destination& to) {
  const D d;
  const Epilogue& epilogue = to.tile.epilogue;
  const V scale = hn::Set(d, epilogue.scale);
  for (size_t r = 0; r < to.rows; ++r) {
    float* y = to.y() + r * to.tile.y.stride();
    const float* residual = to.residual();
    if (residual != nullptr) residual += r * epilogue.residual.stride();
    for (size_t c = 0; c < to.columns; c += kLanes) {
      const size_t count = std::min(kLanes, to.columns - c);
      V v = hn::Load(d, sums + r * kPanelWidth + c);
      if (residual != nullptr) v = hn::Add(v, LoadFirst(residual + c, count));
      v = Activate(epilogue.activation, hn::Mul(v, scale));
      if (epilogue.accumulate) v = hn::Add(v, LoadFirst(y + c, count));
      StoreFirst(v, y + c, count);
    }
  }
}

bool IsLeaky(Activation activation) {
  return activation.kind == Activation::Kind::kNone || activation.kind == Activation::Kind::kRelu ||
         activation.kind == Activation::Kind::kLeakyRelu;
}

float NegativeSlope(Activation activation) {
  if (activation.kind == Activation::Kind::kNone) return 1.0f;
  return activation.kind == Activation::Kind::kRelu ? 0.0f : activation.slope;
}

// One group of rows: all columns of a panel, register tile by register tile.
template <size_t kVectors>
void ComputeGroup(const Destination& to, size_t panel) {
  const ConvTile& tile = to.tile;
  const Epilogue& epilogue = tile.epilogue;
  const PanelShape& shape = tile.weights.shape;
  const size_t width = shape.width(panel);
  const bool direct = to.columns == width && IsLeaky(epilogue.activation);
  HWY_ALIGN float sums[MaxRows(kVectors) * kPanelWidth];
  TileOutput output{.y = sums, .stride = kPanelWidth};
  if (direct) {
    output = {.y = to.y(),
              .stride = tile.y.stride(),
              .residual = to.residual(),
              .residual_stride = epilogue.residual.stride(),
              .scale = epilogue.scale,
              .slope = NegativeSlope(epilogue.activation),
              .accumulate = epilogue.accumulate};
  }
  TileInput input{.x = tile.x.data + (tile.first_row + to.row) * kInputBlock,
                  .block_stride = tile.x.rows * kInputBlock,
                  .tap_stride = tile.dilation * kInputBlock,
                  .weights = tile.weights.data + shape.offset(panel),
                  .width = width,
                  .bias = tile.weights.bias == nullptr ? nullptr : tile.weights.bias + to.column,
                  .shape = shape,
                  .next = {}};
  if (to.row + to.rows <= tile.next.rows() && to.column + width <= tile.next.cols()) {
    input.next = {.row = tile.next.row(to.row) + to.column, .stride = tile.next.stride()};
  }
  constexpr size_t kStep = kVectors * kLanes;
  for (size_t c = 0; c < width; c += kStep) {
    kSumTile<kVectors>[to.rows - 1](input, output);
    input.weights += kStep;
    if (input.bias != nullptr) input.bias += kStep;
    if (input.next.row != nullptr) input.next.row += kStep;
    output.y += kStep;
    if (output.residual != nullptr) output.residual += kStep;
  }
  if (!direct) StoreSums(sums, to);
}

template <size_t kVectors>
void ComputePanel(const ConvTile& tile, size_t panel) {
  const PanelShape& shape = tile.weights.shape;
  const size_t column = panel * kPanelWidth;
  Destination to{.tile = tile,
                 .column = column,
                 .columns = std::min(shape.width(panel), shape.out_channels - column)};
  for (; to.row < tile.y.rows(); to.row += to.rows) {
    // Equal groups rather than full ones and a small, slow rest.
    const size_t left = tile.y.rows() - to.row;
    const size_t groups = (left + MaxRows(kVectors) - 1) / MaxRows(kVectors);
    to.rows = (left + groups - 1) / groups;
    ComputeGroup<kVectors>(to, panel);
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

PackedRows PackRowsImpl(View<const float> x, ptrdiff_t first, size_t rows, Activation activation,
                        float* packed) {
  const D d;
  const size_t blocks = PackedRows::Blocks(x.cols());
  const size_t block_stride = rows * kInputBlock;
  for (size_t r = 0; r < rows; ++r) {
    float* to = packed + r * kInputBlock;
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
  return {.data = packed, .rows = rows};
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

PackedRows PackRows(View<const float> x, ptrdiff_t first, size_t rows, Activation activation,
                    float* packed) {
  return HWY_DYNAMIC_DISPATCH(PackRowsImpl)(x, first, rows, activation, packed);
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
