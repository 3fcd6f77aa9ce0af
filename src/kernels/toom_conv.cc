#include "kernels/toom_conv.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "kernels/toom_tile.h"

namespace bv2::kernels {
namespace {

// What the items of one call share.
struct Call {
  const ConvWeights& weights;
  View<const float> x;
  View<float> y;
  const ConvOptions& options;
  ConvMethodShape shape;
  size_t groups;

  size_t blocks() const { return PackedRows::Blocks(weights.in_channels()); }
  size_t InputFloats(size_t count) const {
    return ToomInputs::Floats(shape.planes, count, weights.in_channels());
  }
  size_t RowFloats() const { return ToomRowFloats(weights.method(), options.dilation); }
  size_t ProductFloats(size_t count) const { return ToomProductFloats(weights.method(), count); }
};

// Transformed inputs that stay in L2 beside the products and a plane of a panel.
constexpr size_t kTileFloats = 96 * 1024;
// … and in L3, where every core reads them.
constexpr size_t kSharedFloats = 768 * 1024;
// Groups that make a plane's weights worth fetching from L2 or beyond: whole register tiles.
constexpr size_t kGroupUnit = 14;
// Weights beyond this are read once for as many groups as possible.
constexpr size_t kLargeWeights = 640 * 1024;
constexpr size_t kItemsPerThread = 3;

float* Scratch(size_t floats) {
  thread_local Buffer<float> buffer;
  if (buffer.size() < floats) buffer = Buffer<float>(floats);
  return buffer.data();
}

// Memory for the time of a call. A thread that waits for the others may start another call
// meanwhile, which gets memory of its own.
class Lease {
 public:
  explicit Lease(size_t floats) {
    if (!Returned().empty()) {
      buffer_ = std::move(Returned().back());
      Returned().pop_back();
    }
    if (buffer_.size() < floats) buffer_ = Buffer<float>(floats, Uninitialized{});
  }
  ~Lease() { Returned().push_back(std::move(buffer_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  float* data() { return buffer_.data(); }

 private:
  static std::vector<Buffer<float>>& Returned() {
    thread_local std::vector<Buffer<float>> buffers;
    return buffers;
  }
  Buffer<float> buffer_;
};

void Transform(const Call& call, const ToomGroups& groups, size_t first_block, size_t last_block,
               const ToomInputs& to, float* rows) {
  TransformToomInputs({.method = call.weights.method(),
                       .x = call.x,
                       .offset = -call.options.pad_left,
                       .activation = call.options.input_activation,
                       .groups = groups,
                       .to = to,
                       .rows = rows},
                      first_block, last_block);
}

struct PanelPart {
  size_t panel = 0;
  ToomGroups groups;
  size_t first_input = 0;
};

void Compute(const Call& call, const PanelPart& part, const ToomInputs& inputs, float* products) {
  const ConvWeights& weights = call.weights;
  ComputeToomPanel(
      {.method = weights.method(),
       .weights = {.shape = weights.shape(), .data = weights.panels(), .bias = weights.bias()},
       .panel = part.panel,
       .groups = part.groups,
       .inputs = inputs,
       .first_input = part.first_input,
       .y = call.y,
       .epilogue = {.activation = call.options.output_activation,
                    .residual = call.options.residual,
                    .scale = call.options.scale,
                    .accumulate = call.options.accumulate},
       .products = products});
}

// Every item transforms the inputs of some groups and computes all their outputs.
void RunByTime(const Call& call, const ThreadPool& pool) {
  const size_t fitting = std::max<size_t>(1, kTileFloats / call.InputFloats(kGroupUnit));
  const auto threads = static_cast<size_t>(pool.threads());
  size_t tiles = CeilDiv(call.groups, fitting * kGroupUnit);
  if (threads > 1) tiles = std::max(tiles, threads * kItemsPerThread);
  const size_t units = CeilDiv(call.groups, kGroupUnit);
  tiles = std::min(tiles, units);
  pool.ParallelFor(tiles, [&](size_t tile) {
    const size_t first = units * tile / tiles * kGroupUnit;
    const size_t end = std::min(call.groups, units * (tile + 1) / tiles * kGroupUnit);
    const ToomGroups groups{
        .dilation = call.options.dilation, .first = first, .count = end - first};
    const size_t input_floats = call.InputFloats(groups.count);
    const size_t row_floats = call.RowFloats();
    float* scratch = Scratch(input_floats + row_floats + call.ProductFloats(groups.count));
    const auto inputs = ToomInputs::In(scratch, groups.count, call.weights.in_channels());
    Transform(call, groups, 0, call.blocks(), inputs, scratch + input_floats);
    for (size_t panel = 0; panel < call.weights.shape().panels(); ++panel)
      Compute(call, {panel, groups, 0}, inputs, scratch + input_floats + row_floats);
  });
}

// All cores transform the inputs of as many groups as L3 holds; then every item computes a panel
// of outputs, so that the weights are read once for all those groups.
void RunByPanels(const Call& call, const ThreadPool& pool) {
  const size_t fitting = std::max<size_t>(1, kSharedFloats / call.InputFloats(kGroupUnit));
  const size_t units = CeilDiv(call.groups, kGroupUnit);
  const size_t tiles = CeilDiv(units, fitting);
  const size_t panels = call.weights.shape().panels();
  const size_t most = CeilDiv(units, tiles) * kGroupUnit;
  Lease shared(call.InputFloats(most));
  const auto threads = static_cast<size_t>(pool.threads());
  for (size_t tile = 0; tile < tiles; ++tile) {
    const size_t first = units * tile / tiles * kGroupUnit;
    const size_t end = std::min(call.groups, units * (tile + 1) / tiles * kGroupUnit);
    const ToomGroups groups{
        .dilation = call.options.dilation, .first = first, .count = end - first};
    const auto inputs = ToomInputs::In(shared.data(), groups.count, call.weights.in_channels());
    pool.ParallelFor(call.blocks(), [&](size_t block) {
      Transform(call, groups, block, block + 1, inputs, Scratch(call.RowFloats()));
    });
    const size_t parts =
        std::max<size_t>(1, std::min(CeilDiv(threads, panels), groups.count / kGroupUnit));
    pool.ParallelFor(panels * parts, [&](size_t item) {
      const size_t begin = groups.count * (item % parts) / parts;
      const size_t stop = groups.count * (item % parts + 1) / parts;
      const ToomGroups part{
          .dilation = groups.dilation, .first = first + begin, .count = stop - begin};
      Compute(call, {item / parts, part, begin}, inputs, Scratch(call.ProductFloats(part.count)));
    });
  }
}

}  // namespace

void RunToomConv(const ConvWeights& weights, View<const float> x, View<float> y,
                 const ConvOptions& options, const ThreadPool& pool) {
  if (y.rows() == 0) return;
  const ConvMethodShape shape = ShapeOf(weights.method());
  const Call call{.weights = weights,
                  .x = x,
                  .y = y,
                  .options = options,
                  .shape = shape,
                  .groups = ToomGroups::Covering(y.rows(), shape.outputs, options.dilation)};
  if (weights.shape().floats() > kLargeWeights) {
    RunByPanels(call, pool);
  } else {
    RunByTime(call, pool);
  }
}

}  // namespace bv2::kernels
