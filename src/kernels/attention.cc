#include "kernels/attention.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/check.h"
#include "kernels/conv_tile.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/attention.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"
#include "kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

size_t Count(size_t c, size_t cols) { return std::min(kLanes, cols - c); }

// Scores become weights e^(score − largest so far). What was weighed before, when `largest` was
// smaller, must shrink by the factor that takes the place of the row's `shrink`.
void WeighImpl(View<float> scores, float* largest, float* sum, float* shrink) {
  const D d;
  for (size_t t = 0; t < scores.rows(); ++t) {
    float* row = scores.row(t);
    V most = hn::Set(d, largest[t]);
    for (size_t c = 0; c < scores.cols(); c += kLanes) {
      const size_t count = Count(c, scores.cols());
      const V v = LoadFirst(row + c, count);
      most = hn::Max(most, count == kLanes ? v : hn::IfThenElse(hn::FirstN(d, count), v, most));
    }
    most = hn::MaxOfLanes(d, most);
    V total = hn::Zero(d);
    for (size_t c = 0; c < scores.cols(); c += kLanes) {
      const size_t count = Count(c, scores.cols());
      const V v = Exp(hn::Sub(LoadFirst(row + c, count), most));
      StoreFirst(v, row + c, count);
      total = hn::Add(total, count == kLanes ? v : hn::IfThenElseZero(hn::FirstN(d, count), v));
    }
    shrink[t] = hn::GetLane(Exp(hn::Sub(hn::Set(d, largest[t]), most)));
    sum[t] = sum[t] * shrink[t] + hn::GetLane(hn::SumOfLanes(d, total));
    largest[t] = hn::GetLane(most);
  }
}

// Multiplies each row by a factor of its own.
void ScaleRowsImpl(const float* factors, View<float> x) {
  for (size_t t = 0; t < x.rows(); ++t) {
    const V factor = hn::Set(D(), factors[t]);
    for (size_t c = 0; c < x.cols(); c += kLanes) {
      const size_t count = Count(c, x.cols());
      StoreFirst(hn::Mul(LoadFirst(x.row(t) + c, count), factor), x.row(t) + c, count);
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bv2::kernels {

HWY_EXPORT(WeighImpl);
HWY_EXPORT(ScaleRowsImpl);

namespace {

// Query rows of one work item: whole groups of the micro-kernel.
constexpr size_t kQueryRows = 42;
// Keys that such an item sees at a time: scores, keys and values of a block stay in L2. Whole
// panels.
constexpr size_t kKeyBlock = 256;

// Matrices as weight panels: products with them run on the convolution's micro-kernel.
class MatrixPanels {
 public:
  MatrixPanels() = default;
  // Room for `count` matrices of up to `largest`.
  MatrixPanels(size_t count, PanelShape largest, Arena& arena)
      : part_(largest.floats()), floats_(arena.Floats(count * part_)) {}

  Panels Get(size_t index, PanelShape shape) const {
    return {.shape = shape, .data = Part(index).data(), .bias = nullptr};
  }
  // The rows of `matrix` become outputs: products are x·matrixᵀ.
  void FillRows(size_t index, View<const float> matrix) const {
    PackPanels({matrix.rows(), matrix.cols(), 1}, {matrix.data(), matrix.stride(), 1, 0},
               Part(index));
  }
  // The columns of `matrix` become outputs: products are x·matrix.
  void FillColumns(size_t index, View<const float> matrix) const {
    PackPanels({matrix.cols(), matrix.rows(), 1}, {matrix.data(), 1, matrix.stride(), 0},
               Part(index));
  }

 private:
  std::span<float> Part(size_t index) const { return floats_.subspan(index * part_, part_); }
  size_t part_ = 0;
  std::span<float> floats_;
};

// y = scale · x·panels (+ y)
void Multiply(View<const float> x, const Panels& panels, View<float> y, const Epilogue& epilogue,
              Arena& arena) {
  const Arena::Scope scope(arena);
  // An odd number of rows keeps the blocks out of each other's cache sets.
  const size_t rows = x.rows() | 1;
  const std::span<float> packed = arena.Floats(PackedRows::Floats(rows, x.cols()));
  ComputeConvTile({.weights = panels,
                   .x = PackRows(x, 0, rows, {}, packed.data()),
                   .first_panel = 0,
                   .last_panel = panels.shape.panels(),
                   .y = y,
                   .epilogue = epilogue});
}

// What all items of one call share.
struct Problem {
  View<const float> q = {}, k = {}, v = {};
  View<float> y = {};
  RelativePositions relative = {};
  size_t heads = 0;
  size_t head_channels = 0;
  MatrixPanels keys = {}, values = {};  // one of each per head and block of keys
  MatrixPanels relative_keys = {}, relative_values = {};

  size_t key_blocks() const { return (k.rows() + kKeyBlock - 1) / kKeyBlock; }
  // Distance covered by the relative embeddings on each side.
  size_t window() const { return (relative.key.rows() - 1) / 2; }
  template <typename T>
  View<T> Head(View<T> matrix, size_t head) const {
    return matrix.Cols(head * head_channels, head_channels);
  }
};

// What the rows of an item have summed so far, not yet divided by the sum of their weights.
struct Sums {
  View<float> y;
  std::array<float, kQueryRows> largest, sum, shrink;
};

// One item with one block of keys.
struct Block {
  size_t first_query, first_key, keys;
};

// Calls visit(row, column, r) for every key of the block inside the window of each query row:
// query + r − window is the key of that column.
template <typename Visit>
void ForEachInWindow(const Block& block, size_t rows, size_t window, Visit visit) {
  for (size_t row = 0; row < rows; ++row) {
    const size_t query = block.first_query + row;
    const size_t begin = std::max(query > window ? query - window : 0, block.first_key);
    const size_t end = std::min(block.first_key + block.keys, query + window + 1);
    for (size_t key = begin; key < end; ++key)
      visit(row, key - block.first_key, key + window - query);
  }
}

// Adds the values of a block of keys to the sums.
//   relative  [rows][2·window + 1] scores of the relative positions, or empty
void AddBlock(const Problem& problem, size_t head, const Block& block, View<const float> q,
              View<const float> relative, Sums& sums, Arena& arena) {
  const Arena::Scope scope(arena);
  const size_t panels = head * problem.key_blocks() + block.first_key / kKeyBlock;
  const Epilogue scaled{.scale = 1.0f / std::sqrt(static_cast<float>(problem.head_channels))};
  const View<float> scores = arena.Matrix(q.rows(), block.keys);
  Multiply(q, problem.keys.Get(panels, {block.keys, problem.head_channels, 1}), scores, scaled,
           arena);
  if (!relative.empty())
    ForEachInWindow(block, q.rows(), problem.window(), [&](size_t row, size_t column, size_t r) {
      scores(row, column) += relative(row, r);
    });
  HWY_DYNAMIC_DISPATCH(WeighImpl)
  (scores, sums.largest.data(), sums.sum.data(), sums.shrink.data());
  const bool first = block.first_key == 0;
  if (!first) HWY_DYNAMIC_DISPATCH(ScaleRowsImpl)(sums.shrink.data(), sums.y);
  Multiply(scores, problem.values.Get(panels, {problem.head_channels, block.keys, 1}), sums.y,
           {.accumulate = !first}, arena);
  if (relative.empty()) return;
  const View<float> band = arena.Matrix(q.rows(), relative.cols());
  for (size_t row = 0; row < band.rows(); ++row) std::ranges::fill(band[row], 0.0f);
  bool any = false;
  ForEachInWindow(block, q.rows(), problem.window(), [&](size_t row, size_t column, size_t r) {
    band(row, r) = scores(row, column);
    any = true;
  });
  if (any)
    Multiply(band, problem.relative_values.Get(0, {problem.head_channels, band.cols(), 1}), sums.y,
             {.accumulate = true}, arena);
}

void ComputeQueries(const Problem& problem, size_t head, size_t first) {
  thread_local Arena arena;
  const Arena::Scope scope(arena);
  const size_t rows = std::min(kQueryRows, problem.q.rows() - first);
  const View<const float> q = problem.Head(problem.q, head).Rows(first, rows);
  View<float> relative;
  if (!problem.relative.key.empty()) {
    relative = arena.Matrix(rows, problem.relative.key.rows());
    Multiply(q, problem.relative_keys.Get(0, {relative.cols(), problem.head_channels, 1}), relative,
             {.scale = 1.0f / std::sqrt(static_cast<float>(problem.head_channels))}, arena);
  }
  Sums sums{
      .y = problem.Head(problem.y, head).Rows(first, rows), .largest = {}, .sum = {}, .shrink = {}};
  sums.largest.fill(-HUGE_VALF);
  for (size_t key = 0; key < problem.k.rows(); key += kKeyBlock)
    AddBlock(problem, head, {first, key, std::min(kKeyBlock, problem.k.rows() - key)}, q, relative,
             sums, arena);
  std::array<float, kQueryRows> divide{};
  for (size_t row = 0; row < rows; ++row) divide[row] = 1.0f / sums.sum[row];
  HWY_DYNAMIC_DISPATCH(ScaleRowsImpl)(divide.data(), sums.y);
}

Problem Prepare(View<const float> q, View<const float> k, View<const float> v, size_t heads,
                const RelativePositions& relative) {
  BV2_CHECK(heads > 0 && q.cols() % heads == 0, "{} channels do not divide into {} heads", q.cols(),
            heads);
  BV2_CHECK(k.cols() == q.cols() && v.cols() == q.cols() && v.rows() == k.rows(),
            "attention of queries {} × {} got keys {} × {} and values {} × {}", q.rows(), q.cols(),
            k.rows(), k.cols(), v.rows(), v.cols());
  Problem problem{.q = q, .k = k, .v = v, .relative = relative, .heads = heads};
  problem.head_channels = q.cols() / heads;
  BV2_CHECK(relative.key.empty() == relative.value.empty() &&
                (relative.key.empty() ||
                 (relative.key.rows() % 2 == 1 && relative.value.rows() == relative.key.rows() &&
                  relative.key.cols() == problem.head_channels &&
                  relative.value.cols() == problem.head_channels)),
            "relative positions are {} × {} and {} × {} for heads of {} channels",
            relative.key.rows(), relative.key.cols(), relative.value.rows(), relative.value.cols(),
            problem.head_channels);
  return problem;
}

}  // namespace

void Attention(View<const float> q, View<const float> k, View<const float> v, size_t heads,
               const RelativePositions& relative, View<float> y, const Context& context) {
  Problem problem = Prepare(q, k, v, heads, relative);
  BV2_CHECK(y.rows() == q.rows() && y.cols() == q.cols(),
            "attention gives {} × {}, the output is {} × {}", q.rows(), q.cols(), y.rows(),
            y.cols());
  if (q.rows() == 0) return;
  BV2_CHECK(k.rows() > 0, "attention has {} queries and no keys", q.rows());
  problem.y = y;
  const Arena::Scope scope(context.arena);
  const size_t channels = problem.head_channels;
  const size_t key_blocks = problem.key_blocks();
  const size_t block = std::min(kKeyBlock, k.rows());
  problem.keys = MatrixPanels(heads * key_blocks, {block, channels, 1}, context.arena);
  problem.values = MatrixPanels(heads * key_blocks, {channels, block, 1}, context.arena);
  if (!relative.key.empty()) {
    problem.relative_keys = MatrixPanels(1, {relative.key.rows(), channels, 1}, context.arena);
    problem.relative_values = MatrixPanels(1, {channels, relative.value.rows(), 1}, context.arena);
    problem.relative_keys.FillRows(0, relative.key);
    problem.relative_values.FillColumns(0, relative.value);
  }
  context.pool.ParallelFor(heads * key_blocks, [&](size_t part) {
    const size_t head = part / key_blocks, first = part % key_blocks * kKeyBlock;
    const size_t keys = std::min(kKeyBlock, k.rows() - first);
    problem.keys.FillRows(part, problem.Head(k, head).Rows(first, keys));
    problem.values.FillColumns(part, problem.Head(v, head).Rows(first, keys));
  });
  const size_t blocks = (q.rows() + kQueryRows - 1) / kQueryRows;
  context.pool.ParallelFor(heads * blocks, [&](size_t item) {
    ComputeQueries(problem, item / blocks, item % blocks * kQueryRows);
  });
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
