#include "nn/self_attention.h"

#include <array>

#include "base/check.h"
#include "kernels/attention.h"

namespace bv2::nn {
namespace {

Dense StackProjections(const model::Weights& weights, const AttentionNames& names,
                       size_t channels) {
  return Dense(weights, std::array{names.query, names.key, names.value}, channels, channels);
}

model::Floats LoadRelative(const model::Weights& weights, const char* name, size_t head_channels) {
  if (!weights.Has(name)) return {};
  const auto& shape = weights.Shape(name);
  const size_t positions = shape.size() == 3 ? shape[1] : 0;
  return weights.Get(name, {1, positions, head_channels});
}

View<const float> AsRows(const model::Floats& table, size_t cols) {
  return {table.data(), table.size() / cols, cols};
}

size_t CheckedHeads(const model::Weights& weights, size_t channels, size_t heads) {
  BV2_CHECK(heads > 0 && channels % heads == 0,
            "{}: '{}' has {} channels, which {} attention heads do not divide", weights.source(),
            weights.prefix(), channels, heads);
  return heads;
}

}  // namespace

SelfAttention::SelfAttention(const model::Weights& weights, size_t channels, size_t heads,
                             const AttentionNames& names)
    : channels_(channels),
      heads_(CheckedHeads(weights, channels, heads)),
      query_key_value_(StackProjections(weights, names, channels)),
      output_(weights, names.output, channels, channels),
      relative_key_(LoadRelative(weights, "emb_rel_k", channels / heads)),
      relative_value_(LoadRelative(weights, "emb_rel_v", channels / heads)) {}

void SelfAttention::Forward(View<const float> x, View<const float> residual, View<float> y,
                            const Context& context, std::span<const size_t> lengths) const {
  const size_t all[] = {x.rows()};
  if (lengths.empty()) lengths = all;
  const Arena::Scope scope(context.arena);
  const View<float> qkv = context.arena.Matrix(x.rows(), 3 * channels_);
  const View<float> mixed = context.arena.Matrix(x.rows(), channels_);
  query_key_value_.Forward(x, qkv, context);
  const size_t head_channels = channels_ / heads_;
  kernels::RelativePositions relative;
  if (relative_key_.size() > 0)
    relative = {AsRows(relative_key_, head_channels), AsRows(relative_value_, head_channels)};
  size_t first = 0;
  for (const size_t length : lengths) {
    const View<const float> own = View<const float>(qkv).Rows(first, length);
    kernels::Attention(own.Cols(0, channels_), own.Cols(channels_, channels_),
                       own.Cols(2 * channels_, channels_), heads_, relative,
                       mixed.Rows(first, length), context);
    context.Count(length, 2 * length * channels_);  // scores, then the weighted values
    first += length;
  }
  BV2_CHECK(first == x.rows(), "sequences of {} rows in all came as {} rows", first, x.rows());
  output_.Forward(mixed, y, context, {.residual = residual});
}

}  // namespace bv2::nn
