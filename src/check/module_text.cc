#include "check/module_checks.h"
#include "check/outcome.h"
#include "nn/layer_norm.h"
#include "nn/self_attention.h"
#include "vits/encoder.h"
#include "vits/feed_forward.h"
#include "vits/text_encoder.h"

namespace bv2::check {

vits::EncoderShape ShapeOfEncoder(const ModuleCall& call) {
  return {.hidden = call.Size("hidden_channels"),
          .filter = call.Size("filter_channels"),
          .heads = call.Size("n_heads"),
          .layers = call.Size("n_layers"),
          .taps = call.Size("kernel_size", 1),
          .gin = call.Size("gin_channels", 0)};
}

void CheckLayerNorm(const ModuleCall& call) {
  const nn::LayerNorm norm(call.parent_weights(), ModuleCall::kScope, call.Size("channels"));
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    norm.Forward(item.x, {}, item.x);
    return std::move(item.x);
  });
}

void CheckAttention(const ModuleCall& call) {
  for (const char* option : {"block_length", "proximal_bias", "proximal_init"})
    call.RefuseOption(option);
  if (!call.SameArgument("x", "c")) throw Skipped{"no voice attends to another sequence"};
  const size_t channels = call.Size("channels");
  if (call.Size("out_channels") != channels) throw Skipped{"no voice has other output channels"};
  const nn::SelfAttention attention(call.weights(), channels, call.Size("n_heads"));
  CheckItems(call, Batch::Rest::kIgnored, [&](ItemInput& item) {
    Matrix y(item.x.rows(), channels);
    attention.Forward(item.x, {}, y, call.context());
    return y;
  });
}

void CheckFeedForward(const ModuleCall& call) {
  for (const char* option : {"activation", "causal"}) call.RefuseOption(option);
  const size_t channels = call.Size("in_channels");
  if (call.Size("out_channels") != channels) throw Skipped{"no voice has other output channels"};
  const vits::FeedForward network(call.weights(), channels, call.Size("filter_channels"),
                                  call.Size("kernel_size"));
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    Matrix y(item.x.rows(), channels);
    network.Forward(item.x, {}, y, call.context());
    return y;
  });
}

void CheckEncoder(const ModuleCall& call) {
  call.RefuseOption("cond_layer_idx");
  const vits::Encoder encoder(call.weights(), ShapeOfEncoder(call), call.context().pool);
  CheckItems(call, Batch::Rest::kZero, [&](ItemInput& item) {
    encoder.Forward(item.x, item.speaker, call.context());
    return std::move(item.x);
  });
}

void CheckTextEncoder(const ModuleCall& call) {
  const vits::EncoderShape shape = ShapeOfEncoder(call);
  const size_t inter = call.Size("out_channels");
  const vits::TextEncoder encoder(call.weights(), shape, inter, call.context().pool);
  const Array x = call.Input("x"), tone = call.Input("tone"), language = call.Input("language");
  const Array bert = call.Input("bert"), ja_bert = call.Input("ja_bert");
  const Array lengths = call.Input("x_lengths");
  RequireRank(x, 2, "x");
  RequireRank(lengths, 1, "x_lengths");
  const size_t count = x.shape[0], time = x.shape[1];
  const auto make = [&](size_t channels) {
    return Batch({count, channels, time}, Batch::Rest::kZero);
  };
  Batch hidden = make(shape.hidden), mean = make(inter), logs = make(inter), mask = make(1);
  for (size_t b = 0; b < count; ++b) {
    const auto length = static_cast<size_t>(lengths.values.at(b));
    const auto phones = ItemIds(x, b, length), tones = ItemIds(tone, b, length),
               languages = ItemIds(language, b, length);
    const Matrix bert_rows = ItemRows(bert, b, length), ja_rows = ItemRows(ja_bert, b, length);
    const std::vector<float> speaker =
        call.Has("g") ? ItemColumn(call.Input("g"), b) : std::vector<float>();
    const Arena::Scope scope(call.context().arena);
    const vits::Prior prior = encoder.Encode({.phones = phones,
                                              .tones = tones,
                                              .languages = languages,
                                              .bert = bert_rows,
                                              .ja_bert = ja_rows},
                                             speaker, call.context());
    hidden.Put(b, prior.x);
    mean.Put(b, prior.mean);
    logs.Put(b, prior.logs);
    const std::vector<float> ones(length, 1.0f);
    mask.Put(b, {ones.data(), length, 1});
  }
  call.Compare(0, hidden);
  call.Compare(1, mean);
  call.Compare(2, logs);
  call.Compare(3, mask);
}

}  // namespace bv2::check
