#include "kernels/conv_tile.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/conv_tile.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"
#include "kernels/math-inl.h"
#include "kernels/sum_tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

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

// The part of a panel that one pass over the rows multiplies with. A panel larger than kPassFloats
// takes several passes, so that a pass stays in L2 for all row groups; the sums wait in between.
struct Pass {
  size_t panel = 0;
  size_t begin = 0;  // blocks of inputs
  size_t end = 0;
  bool first = true;
  bool last = true;
};
constexpr size_t kPassFloats = 32 * 1024;
constexpr size_t kWaitingRows = 128;  // tiles with more rows take one pass

// Spreads fetching what follows the pass's `weights` in memory over the row groups.
void FetchFollowing(const Destination& to, const float* weights, TileInput& input) {
  if (to.rows == to.tile.y.rows()) return;  // read only once: the processor's own prefetch does
  const PanelShape& shape = to.tile.weights.shape;
  const size_t size = input.inputs * input.taps * input.width;
  const size_t before = static_cast<size_t>(weights - to.tile.weights.data) + size;
  const size_t following = std::min(size, shape.floats() - before);
  const float* from = weights + size;
  input.fetch_begin = from + following * to.row / to.tile.y.rows();
  input.fetch_end = from + following * (to.row + to.rows) / to.tile.y.rows();
  const size_t steps = std::max<size_t>(1, PackedRows::Blocks(input.inputs) * input.taps);
  const size_t lines = static_cast<size_t>(input.fetch_end - input.fetch_begin) / kCacheLine;
  input.fetch_step = (lines / steps + 1) * kCacheLine;
}

// One group of rows: all columns of a panel, register tile by register tile.
//   sums [kWaitingRows][kPanelWidth]   what the passes over a panel hand on
template <size_t kVectors>
void ComputeGroup(const Destination& to, const Pass& pass, float* sums) {
  const ConvTile& tile = to.tile;
  const Epilogue& epilogue = tile.epilogue;
  const PanelShape& shape = tile.weights.shape;
  const size_t width = shape.width(pass.panel);
  const bool direct = pass.last && to.columns == width && IsLeaky(epilogue.activation);
  if (!pass.first || !pass.last) sums += to.row * kPanelWidth;
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
  const float* weights =
      tile.weights.data + shape.offset(pass.panel) + pass.begin * kInputBlock * shape.taps * width;
  const float* bias = tile.weights.bias == nullptr ? nullptr : tile.weights.bias + to.column;
  const size_t first_input = pass.begin * kInputBlock;
  TileInput input{
      .x = tile.x.data + (pass.begin * tile.x.rows + tile.first_row + to.row) * kInputBlock,
      .block_stride = tile.x.rows * kInputBlock,
      .tap_stride = tile.dilation * kInputBlock,
      .weights = weights,
      .width = width,
      .inputs = std::min(shape.in_channels, pass.end * kInputBlock) - first_input,
      .taps = shape.taps,
      .initial = pass.first ? bias : sums,
      .initial_stride = pass.first ? 0 : kPanelWidth,
      .next = {}};
  if (pass.first && to.row + to.rows <= tile.next.rows() && to.column + width <= tile.next.cols()) {
    input.next = {.row = tile.next.row(to.row) + to.column, .stride = tile.next.stride()};
  }
  FetchFollowing(to, weights, input);
  constexpr size_t kStep = kVectors * kLanes;
  for (size_t c = 0; c < width; c += kStep) {
    kSumTile<kVectors>[to.rows - 1](input, output);
    input.weights += kStep;
    input.fetch_end = input.fetch_begin;  // once is enough
    if (input.initial != nullptr) input.initial += kStep;
    if (input.next.row != nullptr) input.next.row += kStep;
    output.y += kStep;
    if (output.residual != nullptr) output.residual += kStep;
  }
  if (pass.last && !direct) StoreSums(sums, to);
}

template <size_t kVectors>
void ComputePanel(const ConvTile& tile, size_t panel) {
  static_assert(kWaitingRows >= MaxRows(kVectors));
  HWY_ALIGN float sums[kWaitingRows * kPanelWidth];
  const PanelShape& shape = tile.weights.shape;
  const size_t column = panel * kPanelWidth;
  const size_t blocks = PackedRows::Blocks(shape.in_channels);
  const size_t block_floats = std::max<size_t>(1, kInputBlock * kPanelWidth * shape.taps);
  const size_t step =
      tile.y.rows() > kWaitingRows ? blocks : std::max<size_t>(1, kPassFloats / block_floats);
  Pass pass{.panel = panel};
  do {
    pass.end = std::min(blocks, pass.begin + step);
    pass.last = pass.end == blocks;
    Destination to{.tile = tile,
                   .column = column,
                   .columns = std::min(shape.width(panel), shape.out_channels - column)};
    for (; to.row < tile.y.rows(); to.row += to.rows) {
      // Equal groups rather than full ones and a small, slow rest.
      const size_t left = tile.y.rows() - to.row;
      const size_t groups = (left + MaxRows(kVectors) - 1) / MaxRows(kVectors);
      to.rows = (left + groups - 1) / groups;
      ComputeGroup<kVectors>(to, pass, sums);
    }
    pass.begin = pass.end;
    pass.first = false;
  } while (pass.begin < blocks);
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
