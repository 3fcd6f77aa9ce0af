#include "kernels/toom_tile.h"

#include <algorithm>

#ifndef BV2_KERNELS_TOOM_TILE_ONCE_
#define BV2_KERNELS_TOOM_TILE_ONCE_
namespace bv2::kernels {
namespace {

// Rows of 16 channels that are packed at a time stay in L1 for all groups that read them.
constexpr size_t kPackedRows = 320;

// Rounds of `dilation` groups whose rows are packed at a time.
size_t PackedRounds(size_t round_rows) { return std::max<size_t>(1, kPackedRows / round_rows); }

}  // namespace
}  // namespace bv2::kernels
#endif  // BV2_KERNELS_TOOM_TILE_ONCE_

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/toom_tile.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"
#include "kernels/math-inl.h"
#include "kernels/sum_tile-inl.h"
#include "kernels/toom_transform-inl.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

// Copies 16 channels of rows [first, first + count) of x through `activation` to [row][16].
void PackBlock(View<const float> x, size_t channel, ptrdiff_t first, size_t count,
               Activation activation, float* HWY_RESTRICT to) {
  const D d;
  const auto rows = static_cast<ptrdiff_t>(x.rows());
  const auto last = first + static_cast<ptrdiff_t>(count);
  const ptrdiff_t begin = std::clamp<ptrdiff_t>(0, first, last);
  const ptrdiff_t end = std::clamp(rows, begin, last);
  to = std::fill_n(to, static_cast<size_t>(begin - first) * kInputBlock, 0.0f);
  const size_t channels = std::min(kInputBlock, x.cols() - channel);
  if (channels == kInputBlock && IsLeaky(activation)) {
    const V slope = hn::Set(d, NegativeSlope(activation));
    for (ptrdiff_t row = begin; row < end; ++row, to += kInputBlock) {
      const float* from = x.data() + static_cast<size_t>(row) * x.stride() + channel;
      BV2_UNROLL
      for (size_t c = 0; c < kInputBlock; c += kLanes)
        hn::Store(LeakyRelu(hn::LoadU(d, from + c), slope), d, to + c);
    }
  } else {
    for (ptrdiff_t row = begin; row < end; ++row, to += kInputBlock) {
      const float* from = x.row(static_cast<size_t>(row)) + channel;
      for (size_t c = 0; c < kInputBlock; c += kLanes) {
        const size_t present = channels > c ? std::min(kLanes, channels - c) : 0;
        hn::Store(Activate(activation, LoadFirst(from + c, present)), d, to + c);
      }
    }
  }
  std::fill_n(to, static_cast<size_t>(last - end) * kInputBlock, 0.0f);
}

template <typename N>
void TransformBlock(const ToomTransform& call, size_t block) {
  const ToomGroups& groups = call.groups;
  const size_t dilation = groups.dilation;
  const size_t round_rows = N::kOutputs * dilation;
  const size_t halo = (N::kInputs - N::kOutputs) * dilation;
  const size_t rounds = PackedRounds(round_rows);
  const size_t end = groups.first + groups.count;
  float* to = call.to.data + block * call.to.groups * kInputBlock;
  for (size_t group = groups.first; group < end;) {
    const size_t round = group / dilation;
    const size_t stop = std::min(end, (round + rounds) * dilation);
    const size_t count = ((stop - 1) / dilation - round + 1) * round_rows + halo;
    PackBlock(call.x, block * kInputBlock, call.offset + static_cast<ptrdiff_t>(round * round_rows),
              count, call.activation, call.rows);
    const float* first = call.rows;
    for (size_t phase = group % dilation; group < stop; ++group, to += kInputBlock) {
      BV2_UNROLL
      for (size_t c = 0; c < kInputBlock; c += kLanes)
        TransformGroup<N>(first + phase * kInputBlock + c, dilation * kInputBlock, to + c,
                          call.to.plane_stride);
      if (++phase == dilation) {
        phase = 0;
        first += round_rows * kInputBlock;
      }
    }
  }
}

// The products of one plane.
template <typename N, size_t kVectors>
void MultiplyPlane(const ToomPanel& p, size_t plane, float* products) {
  const PanelShape& shape = p.weights.shape;
  const size_t width = shape.width(p.panel);
  const size_t size = shape.in_channels * width;
  const size_t before = shape.offset(p.panel) + plane * size;
  const float* weights = p.weights.data + before;
  const size_t following = std::min(size, shape.floats() - before - size);
  for (size_t group = 0, rows = 0; group < p.groups.count; group += rows) {
    const size_t left = p.groups.count - group;
    const size_t parts = (left + MaxRows(kVectors) - 1) / MaxRows(kVectors);
    rows = (left + parts - 1) / parts;
    TileInput input{
        .x = p.inputs.data + plane * p.inputs.plane_stride + (p.first_input + group) * kInputBlock,
        .block_stride = p.inputs.groups * kInputBlock,
        .weights = weights,
        .width = width,
        .inputs = shape.in_channels,
        .taps = 1,
        .next = {}};
    input.fetch_begin = weights + size + following * group / p.groups.count;
    input.fetch_end = weights + size + following * (group + rows) / p.groups.count;
    const size_t steps = PackedRows::Blocks(shape.in_channels);
    const auto lines = static_cast<size_t>(input.fetch_end - input.fetch_begin) / kCacheLine;
    input.fetch_step = (lines / steps + 1) * kCacheLine;
    TileOutput output{.y = products + group * width, .stride = width};
    for (size_t c = 0; c < width; c += kVectors * kLanes) {
      kSumTile<kVectors>[rows - 1](input, output);
      input.weights += kVectors * kLanes;
      input.fetch_end = input.fetch_begin;  // once is enough
      output.y += kVectors * kLanes;
    }
  }
}

// Adds what follows the sums and stores kLanes channels of a row, or `count` of them.
HWY_INLINE void StoreOutput(V v, const Epilogue& epilogue, size_t row, size_t column, size_t count,
                            const View<float>& y) {
  const D d;
  float* to = y.data() + row * y.stride() + column;
  if (!epilogue.residual.empty()) {
    const float* residual = epilogue.residual.data() + row * epilogue.residual.stride() + column;
    v = hn::Add(v, LoadFirst(residual, count));
  }
  if (epilogue.scale != 1.0f) v = hn::Mul(v, hn::Set(d, epilogue.scale));
  if (epilogue.activation.kind == Activation::Kind::kLeakyRelu) {
    v = LeakyRelu(v, hn::Set(d, epilogue.activation.slope));
  } else if (epilogue.activation.kind != Activation::Kind::kNone) {
    v = Activate(epilogue.activation, v);
  }
  if (epilogue.accumulate) v = hn::Add(v, LoadFirst(to, count));
  StoreFirst(v, to, count);
}

template <typename N>
void FinishGroups(const ToomPanel& p, const float* products, size_t stride) {
  const D d;
  const PanelShape& shape = p.weights.shape;
  const size_t width = shape.width(p.panel);
  const size_t first_column = p.panel * kPanelWidth;
  const size_t columns = std::min(width, shape.out_channels - first_column);
  const ToomGroups& groups = p.groups;
  for (size_t group = 0; group < groups.count; ++group) {
    const size_t first_row = groups.FirstRow(groups.first + group, N::kOutputs);
    for (size_t c = 0; c < columns; c += kLanes) {
      V y[N::kOutputs];
      FinishGroup<N>(products + group * width + c, stride, y);
      const V bias = hn::Load(d, p.weights.bias + first_column + c);
      const size_t count = std::min(kLanes, columns - c);
      size_t row = first_row;
      BV2_UNROLL
      for (size_t i = 0; i < N::kOutputs; ++i, row += groups.dilation) {
        if (row >= p.y.rows()) break;
        StoreOutput(hn::Add(y[i], bias), p.epilogue, row, first_column + c, count, p.y);
      }
    }
  }
}

template <typename N>
void ComputePanel(const ToomPanel& p) {
  const size_t width = p.weights.shape.width(p.panel);
  const size_t stride = p.groups.count * width + kCacheLine;
  for (size_t plane = 0; plane < N::kPlanes; ++plane) {
    float* products = p.products + plane * stride;
    if (width == kPanelWidth) {
      MultiplyPlane<N, VectorsFor(kPanelWidth)>(p, plane, products);
    } else {
      MultiplyPlane<N, VectorsFor(kNarrowPanelWidth)>(p, plane, products);
    }
  }
  FinishGroups<N>(p, p.products, stride);
}

struct TransformBlocks {
  template <typename N>
  void operator()() const {
    for (size_t block = first; block < last; ++block) TransformBlock<N>(call, block);
  }
  const ToomTransform& call;
  size_t first, last;
};

struct ComputeOne {
  template <typename N>
  void operator()() const {
    ComputePanel<N>(panel);
  }
  const ToomPanel& panel;
};

void TransformImpl(const ToomTransform& transform, size_t first_block, size_t last_block) {
  WithNested(transform.method, TransformBlocks{transform, first_block, last_block});
}

void ComputePanelImpl(const ToomPanel& panel) { WithNested(panel.method, ComputeOne{panel}); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bv2::kernels {

HWY_EXPORT(TransformImpl);
HWY_EXPORT(ComputePanelImpl);

size_t ToomGroups::Covering(size_t rows, size_t outputs, size_t dilation) {
  const size_t round = outputs * dilation;
  return rows / round * dilation + std::min(rows % round, dilation);
}

ToomInputs ToomInputs::In(float* data, size_t groups, size_t channels) {
  // An odd number of cache lines keeps the planes out of each other's cache sets.
  const size_t lines = (PackedRows::Blocks(channels) * groups) | 1;
  return {.data = data, .groups = groups, .plane_stride = lines * kInputBlock};
}

size_t ToomInputs::Floats(size_t planes, size_t groups, size_t channels) {
  return planes * In(nullptr, groups, channels).plane_stride;
}

size_t ToomRowFloats(ConvMethod method, size_t dilation) {
  const ConvMethodShape shape = ShapeOf(method);
  const size_t round_rows = shape.outputs * dilation;
  return (PackedRounds(round_rows) * round_rows + (shape.inputs - shape.outputs) * dilation) *
         kInputBlock;
}

void TransformToomInputs(const ToomTransform& transform, size_t first_block, size_t last_block) {
  HWY_DYNAMIC_DISPATCH(TransformImpl)(transform, first_block, last_block);
}

size_t ToomProductFloats(ConvMethod method, size_t groups) {
  return ShapeOf(method).planes * (groups * kPanelWidth + kInputBlock);
}

void ComputeToomPanel(const ToomPanel& panel) { HWY_DYNAMIC_DISPATCH(ComputePanelImpl)(panel); }

}  // namespace bv2::kernels
#endif  // HWY_ONCE
