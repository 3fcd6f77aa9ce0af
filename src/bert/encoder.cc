#include "bert/encoder.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "base/parallel_make.h"

namespace bv2::bert {
namespace {

// hidden_states[-3] of n + 1 states is what n − 2 layers give.
constexpr size_t kUnusedLayers = 2;

}  // namespace

model::Weights EncoderPart(const model::Weights& file) {
  return file.Has("bert.embeddings.word_embeddings.weight") ? file.Scope("bert") : file;
}

size_t LayersRun(const EncoderShape& shape) {
  BV2_CHECK(shape.layers >= kUnusedLayers, "a BERT of {} layers; at least {} are needed",
            shape.layers, kUnusedLayers);
  return shape.layers - kUnusedLayers;
}

Encoder::Layer::Layer(const model::Weights& weights, const EncoderShape& shape)
    : attention(weights.Scope("attention"), shape.hidden, shape.heads,
                {.query = "self.query",
                 .key = "self.key",
                 .value = "self.value",
                 .output = "output.dense"}),
      attention_norm(weights.Scope("attention.output"), "LayerNorm", shape.hidden, shape.norm_eps),
      intermediate(weights, "intermediate.dense", shape.hidden, shape.intermediate),
      output(weights, "output.dense", shape.intermediate, shape.hidden),
      output_norm(weights.Scope("output"), "LayerNorm", shape.hidden, shape.norm_eps) {}

Encoder::Encoder(const model::Weights& weights, const EncoderShape& shape, const ThreadPool& pool)
    : shape_(shape),
      words_(EncoderPart(weights).Scope("embeddings"), "word_embeddings", shape.hidden),
      positions_(EncoderPart(weights).Scope("embeddings"), "position_embeddings", shape.hidden),
      token_types_(EncoderPart(weights).Scope("embeddings"), "token_type_embeddings", shape.hidden),
      embedding_norm_(EncoderPart(weights).Scope("embeddings"), "LayerNorm", shape.hidden,
                      shape.norm_eps) {
  shape_.max_tokens = std::min(shape.max_tokens, positions_.count());
  layers_ = ParallelMake(pool, LayersRun(shape), [&](size_t i) {
    return Layer(EncoderPart(weights).Scope("encoder.layer", i), shape);
  });
}

void Encoder::Encode(std::span<const int64_t> tokens, View<float> features,
                     const Context& context) const {
  const size_t length = tokens.size();
  Encode(tokens, std::span(&length, 1), features, context);
}

void Encoder::Encode(std::span<const int64_t> tokens, std::span<const size_t> lengths,
                     View<float> features, const Context& context) const {
  const size_t count = tokens.size();
  const size_t sum_of_lengths = std::accumulate(lengths.begin(), lengths.end(), size_t{0});
  BV2_CHECK(sum_of_lengths == count, "{} tokens are no sentences of {} tokens in all", count,
            sum_of_lengths);
  const Arena::Scope scope(context.arena);
  const View<float> sum = context.arena.Matrix(count, shape_.hidden);
  const View<float> inner = context.arena.Matrix(count, shape_.intermediate);

  size_t first = 0;
  for (const size_t length : lengths) {
    Embed(tokens.subspan(first, length), features.Rows(first, length));
    first += length;
  }
  embedding_norm_.Forward(features, {}, features);

  for (const Layer& layer : layers_) {
    layer.attention.Forward(features, features, sum, context, lengths);
    layer.attention_norm.Forward(sum, {}, features);
    layer.intermediate.Forward(features, inner, context,
                               {.output_activation = kernels::Activation::Gelu()});
    layer.output.Forward(inner, sum, context, {.residual = features});
    layer.output_norm.Forward(sum, {}, features);
  }
}

void Encoder::Embed(std::span<const int64_t> tokens, View<float> features) const {
  if (tokens.size() > shape_.max_tokens)
    Fail(ErrorCode::kOutOfRange, "a sentence of {} BERT tokens; the model takes {}. Split the text",
         tokens.size(), shape_.max_tokens);
  const auto token_type = token_types_.Row(0);
  for (size_t t = 0; t < tokens.size(); ++t) {
    const auto word = words_.Row(tokens[t]);
    const auto position = positions_.Row(static_cast<int64_t>(t));
    for (size_t c = 0; c < shape_.hidden; ++c)
      features(t, c) = word[c] + token_type[c] + position[c];
  }
}

}  // namespace bv2::bert
