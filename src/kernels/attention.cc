#include "kernels/attention.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/check.h"
#include "kernels/conv_tile.h"
#include "kernels/elementwise.h"

namespace bv2::kernels {
namespace {

// Query rows of one work item: whole groups of the micro-kernel.
constexpr size_t kQueryRows = 42;

// Matrices of one shape as weight panels: products with them run on the convolution's micro-kernel.
class MatrixPanels {
 public:
  MatrixPanels() = default;
  MatrixPanels(size_t count, PanelShape shape, Arena& arena)
      : shape_(shape), floats_(arena.Floats(count * shape.floats())) {}

  Panels Get(size_t index) const {
    return {.shape = shape_, .data = Part(index).data(), .bias = nullptr};
  }
  // The rows of `matrix` become outputs: products are x·matrixᵀ.
  void FillRows(size_t index, View<const float> matrix) const {
    PackPanels(shape_, {matrix.data(), matrix.stride(), 1, 0}, Part(index));
  }
  // The columns of `matrix` become outputs: products are x·matrix.
  void FillColumns(size_t index, View<const float> matrix) const {
    PackPanels(shape_, {matrix.data(), 1, matrix.stride(), 0}, Part(index));
  }

 private:
  std::span<float> Part(size_t index) const {
    return floats_.subspan(index * shape_.floats(), shape_.floats());
  }
  PanelShape shape_;
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
  MatrixPanels keys = {}, values = {};  // one of each per head
  MatrixPanels relative_keys = {}, relative_values = {};

  // Distance covered by the relative embeddings on each side.
  size_t window() const { return (relative.key.rows() - 1) / 2; }
  template <typename T>
  View<T> Head(View<T> matrix, size_t head) const {
    return matrix.Cols(head * head_channels, head_channels);
  }
};

// Calls visit(row, key, r) for every key inside the window of each query row: key = query + r − w.
template <typename Visit>
void ForEachInWindow(size_t first_query, size_t rows, size_t keys, size_t window, Visit visit) {
  for (size_t row = 0; row < rows; ++row) {
    const size_t query = first_query + row;
    const size_t begin = query > window ? query - window : 0;
    const size_t end = std::min(keys, query + window + 1);
    for (size_t key = begin; key < end; ++key) visit(row, key, key + window - query);
  }
}

void ComputeQueries(const Problem& problem, size_t head, size_t first) {
  thread_local Arena arena;
  const Arena::Scope scope(arena);
  const size_t keys = problem.k.rows();
  const size_t rows = std::min(kQueryRows, problem.q.rows() - first);
  const View<const float> q = problem.Head(problem.q, head).Rows(first, rows);
  const View<float> y = problem.Head(problem.y, head).Rows(first, rows);
  const Epilogue scaled{.scale = 1.0f / std::sqrt(static_cast<float>(problem.head_channels))};

  const View<float> scores = arena.Matrix(rows, keys);
  Multiply(q, problem.keys.Get(head), scores, scaled, arena);
  if (!problem.relative.key.empty()) {
    const View<float> relative = arena.Matrix(rows, problem.relative.key.rows());
    Multiply(q, problem.relative_keys.Get(0), relative, scaled, arena);
    ForEachInWindow(first, rows, keys, problem.window(), [&](size_t row, size_t key, size_t r) {
      scores(row, key) += relative(row, r);
    });
  }
  SoftmaxRows(scores);
  Multiply(scores, problem.values.Get(head), y, {}, arena);
  if (!problem.relative.key.empty()) {
    const View<float> band = arena.Matrix(rows, problem.relative.value.rows());
    for (size_t row = 0; row < rows; ++row) std::ranges::fill(band[row], 0.0f);
    ForEachInWindow(first, rows, keys, problem.window(),
                    [&](size_t row, size_t key, size_t r) { band(row, r) = scores(row, key); });
    Multiply(band, problem.relative_values.Get(0), y, {.accumulate = true}, arena);
  }
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
  problem.keys = MatrixPanels(heads, {k.rows(), channels, 1}, context.arena);
  problem.values = MatrixPanels(heads, {channels, k.rows(), 1}, context.arena);
  if (!relative.key.empty()) {
    problem.relative_keys = MatrixPanels(1, {relative.key.rows(), channels, 1}, context.arena);
    problem.relative_values = MatrixPanels(1, {channels, relative.value.rows(), 1}, context.arena);
    problem.relative_keys.FillRows(0, relative.key);
    problem.relative_values.FillColumns(0, relative.value);
  }
  context.pool.ParallelFor(heads, [&](size_t head) {
    problem.keys.FillRows(head, problem.Head(k, head));
    problem.values.FillColumns(head, problem.Head(v, head));
  });
  const size_t blocks = (q.rows() + kQueryRows - 1) / kQueryRows;
  context.pool.ParallelFor(heads * blocks, [&](size_t item) {
    ComputeQueries(problem, item / blocks, item % blocks * kQueryRows);
  });
}

}  // namespace bv2::kernels
