#include "kernels/tiled_conv.h"

#include <algorithm>
#include <vector>

#include "base/buffer.h"
#include "kernels/conv_tile.h"

namespace bv2::kernels {
namespace {

// The packed input of a tile stays in L2 beside one panel of weights.
constexpr size_t kTileFloats = 32 * 1024;
// Tiles of time are whole groups of rows on every target (6, 14 or 28 rows at a time; half groups
// of 28 where time is short).
constexpr size_t kRowUnit = 84;
constexpr size_t kSmallRowUnit = 42;
// Below this many multiplications the other cores are not worth waking (about 5 µs).
constexpr size_t kSerialWork = 256 * 1024;
// Items per thread, so that a core which starts late still finds its share.
constexpr size_t kItemsPerThread = 3;

// How one call is cut into independent items.
struct Split {
  size_t rows = 0;        // output rows of a phase
  size_t row_unit = 1;    // tiles start at multiples of it
  size_t row_tiles = 1;   // tiles of time
  size_t panel_sets = 1;  // sets of output channels

  size_t items() const { return row_tiles * panel_sets; }
  size_t RowBegin(size_t tile) const {
    const size_t units = CeilDiv(rows, row_unit);
    return std::min(rows, units * tile / row_tiles * row_unit);
  }
};

// Input rows touched by the outputs [begin, end) of all phases.
struct InputRange {
  ptrdiff_t first = 0;
  size_t rows = 0;
};

InputRange InputsOf(std::span<const ConvPhase> phases, size_t dilation, size_t begin, size_t end) {
  ptrdiff_t first = phases.front().offset;
  ptrdiff_t last = first;
  for (const ConvPhase& phase : phases) {
    const size_t taps = phase.weights.shape.taps;
    const size_t reach = taps == 0 ? 0 : (taps - 1) * dilation;
    first = std::min(first, phase.offset);
    last = std::max(last, phase.offset + static_cast<ptrdiff_t>(reach));
  }
  return {first + static_cast<ptrdiff_t>(begin), end - begin + static_cast<size_t>(last - first)};
}

Split Plan(std::span<const ConvPhase> phases, size_t in_channels, size_t threads) {
  Split split;
  size_t row_work = 0;
  for (const ConvPhase& phase : phases) {
    const PanelShape& shape = phase.weights.shape;
    split.rows = std::max(split.rows, phase.y.rows());
    row_work += shape.panels() * kPanelWidth * in_channels * shape.taps;
  }
  const size_t packed_row = PackedRows::Floats(1, in_channels);
  const size_t fitting = kTileFloats / std::max<size_t>(packed_row, 1);
  const size_t tile_rows = std::max<size_t>(1, fitting / kSmallRowUnit) * kSmallRowUnit;
  split.row_tiles = std::max<size_t>(1, CeilDiv(split.rows, tile_rows));
  if (threads > 1 && split.rows * row_work >= kSerialWork) {
    const size_t wanted = threads * kItemsPerThread;
    const size_t most = std::max<size_t>(1, split.rows / kRowUnit);
    if (split.row_tiles < wanted) {
      split.row_tiles = std::max(split.row_tiles, std::min(wanted, most));
    }
    if (split.row_tiles < wanted) {
      split.panel_sets =
          std::min(phases.front().weights.shape.panels(), CeilDiv(wanted, split.row_tiles));
    }
  }
  split.row_unit = split.rows >= split.row_tiles * kRowUnit ? kRowUnit : kSmallRowUnit;
  split.row_tiles = std::min(split.row_tiles, CeilDiv(split.rows, split.row_unit));
  return split;
}

float* Scratch(size_t floats) {
  thread_local Buffer<float> buffer;
  if (buffer.size() < floats) buffer = Buffer<float>(floats);
  return buffer.data();
}

// Rows of a 16-channel matrix without padding already lie as the kernel wants them.
bool IsPacked(View<const float> x, const InputRange& inputs, Activation activation) {
  return x.cols() == kInputBlock && x.stride() == kInputBlock &&
         activation.kind == Activation::Kind::kNone && inputs.first >= 0 &&
         static_cast<size_t>(inputs.first) + inputs.rows <= x.rows();
}

PackedRows Pack(View<const float> x, const InputRange& inputs, Activation activation) {
  if (IsPacked(x, inputs, activation)) {
    return {.data = x.row(static_cast<size_t>(inputs.first)), .rows = inputs.rows};
  }
  // An odd number of rows keeps the blocks out of each other's cache sets.
  const size_t rows = inputs.rows | 1;
  return PackRows(x, inputs.first, rows, activation, Scratch(PackedRows::Floats(rows, x.cols())));
}

void ComputeItem(std::span<const ConvPhase> phases, View<const float> x, const ConvOptions& options,
                 const Split& split, size_t item) {
  const size_t begin = split.RowBegin(item / split.panel_sets);
  const size_t end = split.RowBegin(item / split.panel_sets + 1);
  const size_t set = item % split.panel_sets;
  const InputRange inputs = InputsOf(phases, options.dilation, begin, end);
  const PackedRows packed = Pack(x, inputs, options.input_activation);
  const size_t following = std::min(end, x.rows());
  const View<const float> next = x.Rows(following, std::min(end - begin, x.rows() - following));
  for (const ConvPhase& phase : phases) {
    const size_t phase_end = std::min(end, phase.y.rows());
    if (phase_end <= begin) continue;
    const size_t rows = phase_end - begin;
    const size_t panels = phase.weights.shape.panels();
    const View<const float> residual =
        options.residual.empty() ? options.residual : options.residual.Rows(begin, rows);
    ComputeConvTile({.weights = phase.weights,
                     .x = packed,
                     .first_row = static_cast<size_t>(phase.offset + static_cast<ptrdiff_t>(begin) -
                                                      inputs.first),
                     .dilation = options.dilation,
                     .first_panel = panels * set / split.panel_sets,
                     .last_panel = panels * (set + 1) / split.panel_sets,
                     .y = phase.y.Rows(begin, rows),
                     .epilogue = {.activation = options.output_activation,
                                  .residual = residual,
                                  .scale = options.scale,
                                  .accumulate = options.accumulate},
                     .next = next});
  }
}

}  // namespace

void RunTiledConv(std::span<const ConvPhase> phases, View<const float> x,
                  const ConvOptions& options, const ThreadPool& pool) {
  const Split split = Plan(phases, x.cols(), static_cast<size_t>(pool.threads()));
  if (split.rows == 0) return;
  pool.ParallelFor(split.items(),
                   [&](size_t item) { ComputeItem(phases, x, options, split, item); });
}

}  // namespace bv2::kernels
