#include "vits/encoder.h"

#include "base/check.h"
#include "base/parallel_make.h"
#include "kernels/elementwise.h"
#include "vits/speaker_row.h"

namespace bv2::vits {
namespace {

// VITS2 conditions the third block; the index is fixed in the original.
constexpr size_t kConditionedLayer = 2;

}  // namespace

Encoder::Layer::Layer(const model::Weights& weights, const EncoderShape& shape, size_t index)
    : attention(weights.Scope("attn_layers", index), shape.hidden, shape.heads),
      norm_1(weights.Scope("norm_layers_1"), std::to_string(index), shape.hidden),
      feed_forward(weights.Scope("ffn_layers", index), shape.hidden, shape.filter, shape.taps),
      norm_2(weights.Scope("norm_layers_2"), std::to_string(index), shape.hidden) {}

Encoder::Encoder(const model::Weights& weights, const EncoderShape& shape, const ThreadPool& pool)
    : shape_(shape) {
  BV2_CHECK(shape.gin == 0 || shape.layers > kConditionedLayer,
            "{}: '{}' is conditioned on the speaker in layer {} but has only {} layers",
            weights.source(), weights.prefix(), kConditionedLayer, shape.layers);
  layers_ = ParallelMake(pool, shape.layers, [&](size_t i) { return Layer(weights, shape, i); });
  if (shape.gin > 0)
    speaker_linear_ = nn::Linear(weights, "spk_emb_linear", shape.gin, shape.hidden);
}

void Encoder::Forward(View<float> x, std::span<const float> speaker, const Context& context) const {
  const Arena::Scope scope(context.arena);
  const View<float> sum = context.arena.Matrix(x.rows(), shape_.hidden);
  for (size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    if (i == kConditionedLayer && speaker_linear_ && !speaker.empty())
      AddSpeaker(*speaker_linear_, speaker, x, context);
    layer.attention.Forward(x, x, sum, context);
    layer.norm_1.Forward(sum, {}, x);
    layer.feed_forward.Forward(x, x, sum, context);
    layer.norm_2.Forward(sum, {}, x);
  }
}

}  // namespace bv2::vits
