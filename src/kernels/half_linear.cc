#include "kernels/half_linear.h"

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "kernels/conv_tile.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/half_linear.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"
#include "kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

template <typename Half>
void Widen(const uint16_t* HWY_RESTRICT from, size_t count, float* HWY_RESTRICT to) {
  const D d;
  const hn::Rebind<Half, D> half;
  const auto* bits = reinterpret_cast<const Half*>(from);
  for (size_t i = 0; i < count; i += kLanes)
    hn::Store(hn::PromoteTo(d, hn::LoadU(half, bits + i)), d, to + i);
}

// `count` is a multiple of 16.
void WidenImpl(const uint16_t* from, size_t count, HalfType type, float* to) {
  if (type == HalfType::kF16) return Widen<hwy::float16_t>(from, count, to);
  Widen<hwy::bfloat16_t>(from, count, to);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bv2::kernels {

HWY_EXPORT(WidenImpl);

namespace {

// As many inputs of a panel are widened and multiplied at a time as stay in L2 with a tile's rows.
constexpr size_t kPassInputs = 1024;
constexpr size_t kTileRows = 84;  // whole groups of rows on every target

// The rows of x as the micro-kernel reads them.
struct PackedTile {
  size_t first = 0;
  size_t rows = 0;
  PackedRows packed = {};
};

// Rows of a tile, made odd so that the blocks stay out of each other's cache sets.
size_t PaddedRows(size_t rows) { return rows | 1; }

// [in][width], missing outputs zero.
void PackPanel(std::span<const uint16_t> weight, const PanelShape& shape, size_t panel,
               uint16_t* to) {
  constexpr size_t kStep = 64;  // inputs whose outputs stay in L1 while they are filled in
  const size_t width = shape.width(panel), column = panel * kPanelWidth;
  const size_t present = std::min(width, shape.out_channels - column);
  if (present < width) std::fill(to, to + shape.in_channels * width, uint16_t{0});
  for (size_t begin = 0; begin < shape.in_channels; begin += kStep) {
    const size_t end = std::min(begin + kStep, shape.in_channels);
    for (size_t out = 0; out < present; ++out) {
      const uint16_t* from = weight.data() + (column + out) * shape.in_channels;
      for (size_t in = begin; in < end; ++in) to[in * width + out] = from[in];
    }
  }
}

// Widens a part of a panel and multiplies all rows with it.
void MultiplyPart(const HalfWeights& weights, size_t panel, size_t first_input,
                  std::span<const PackedTile> tiles, View<float> y,
                  const HalfLinearOptions& options) {
  thread_local Buffer<float> widened(kPassInputs * kPanelWidth, Uninitialized{});
  const PanelShape& shape = weights.shape();
  const size_t width = shape.width(panel);
  const size_t column = panel * kPanelWidth;
  const size_t columns = std::min(width, shape.out_channels - column);
  const size_t inputs = std::min(kPassInputs, shape.in_channels - first_input);
  const bool first = first_input == 0, last = first_input + inputs == shape.in_channels;
  HWY_DYNAMIC_DISPATCH(WidenImpl)
  (weights.panels() + shape.offset(panel) + first_input * width, inputs * width, weights.type(),
   widened.data());
  for (const PackedTile& tile : tiles) {
    const View<float> to = y.Rows(tile.first, tile.rows).Cols(column, columns);
    // What the parts before have summed waits in y.
    View<const float> residual = to;
    if (first) {
      residual = options.residual;
      if (!residual.empty()) residual = residual.Rows(tile.first, tile.rows).Cols(column, columns);
    }
    PackedRows x = tile.packed;
    x.data += first_input * x.rows;
    ComputeConvTile(
        {.weights = {.shape = {.out_channels = columns, .in_channels = inputs, .taps = 1},
                     .data = widened.data(),
                     .bias = first ? weights.bias() + column : nullptr},
         .x = x,
         .first_panel = 0,
         .last_panel = 1,
         .y = to,
         .epilogue = {.activation = last ? options.output_activation : Activation{},
                      .residual = residual}});
  }
}

}  // namespace

HalfWeights::HalfWeights(std::span<const uint16_t> weight, std::span<const float> bias,
                         size_t out_channels, size_t in_channels, HalfType type)
    : shape_{.out_channels = out_channels, .in_channels = in_channels, .taps = 1}, type_(type) {
  BV2_CHECK(weight.size() == out_channels * in_channels, "a linear layer of {} × {} got {} weights",
            out_channels, in_channels, weight.size());
  BV2_CHECK(bias.empty() || bias.size() == out_channels,
            "a linear layer of {} outputs got {} biases", out_channels, bias.size());
  panels_ = Buffer<uint16_t>(shape_.floats(), Uninitialized{});
  for (size_t panel = 0; panel < shape_.panels(); ++panel)
    PackPanel(weight, shape_, panel, panels_.data() + shape_.offset(panel));
  bias_ = Buffer<float>(shape_.bias_floats());
  std::ranges::copy(bias, bias_.data());
}

void HalfLinear(const HalfWeights& weights, View<const float> x, View<float> y,
                const HalfLinearOptions& options, const Context& context) {
  const PanelShape& shape = weights.shape();
  BV2_CHECK(x.cols() == shape.in_channels && y.cols() == shape.out_channels && x.rows() == y.rows(),
            "a linear layer {} → {} got {} × {} and room for {} × {}", shape.in_channels,
            shape.out_channels, x.rows(), x.cols(), y.rows(), y.cols());
  BV2_CHECK(options.residual.empty() ||
                (options.residual.rows() == y.rows() && options.residual.cols() == y.cols()),
            "the residual of a linear layer is {} × {}, its output {} × {}",
            options.residual.rows(), options.residual.cols(), y.rows(), y.cols());
  const Arena::Scope scope(context.arena);
  std::vector<PackedTile> tiles(CeilDiv(x.rows(), kTileRows));
  std::vector<float*> packed;
  for (size_t i = 0; i < tiles.size(); ++i) {
    tiles[i] = {.first = i * kTileRows, .rows = std::min(kTileRows, x.rows() - i * kTileRows)};
    packed.push_back(
        context.arena.Floats(PackedRows::Floats(PaddedRows(tiles[i].rows), x.cols())).data());
  }
  context.pool.ParallelFor(tiles.size(), [&](size_t i) {
    PackedTile& tile = tiles[i];
    const size_t rows = PaddedRows(tile.rows);
    tile.packed = PackRows(x, static_cast<ptrdiff_t>(tile.first), rows, {}, packed[i]);
  });
  context.pool.ParallelFor(shape.panels(), [&](size_t panel) {
    for (size_t input = 0; input < shape.in_channels; input += kPassInputs)
      MultiplyPart(weights, panel, input, tiles, y, options);
  });
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
