#include "vits/text_encoder.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "kernels/elementwise.h"

namespace bv2::vits {
namespace {

constexpr size_t kBertChannels = 1024;
constexpr size_t kJaBertChannels = 768;

void CheckLengths(const PhoneSequence& phones) {
  const size_t count = phones.phones.size();
  BV2_CHECK(count > 0, "there are no phones to encode");
  BV2_CHECK(phones.tones.size() == count && phones.languages.size() == count,
            "{} phones, but {} tones and {} language ids", count, phones.tones.size(),
            phones.languages.size());
  for (const View<const float> features : {phones.bert, phones.ja_bert})
    BV2_CHECK(features.empty() || features.rows() == count,
              "BERT features for {} phones, expected {}", features.rows(), count);
}

// y += projection(features); without features only the bias remains.
void AddProjected(const nn::Conv1d& projection, View<const float> features, View<float> y,
                  const Context& context) {
  if (!features.empty()) return projection.Forward(features, y, context, {.accumulate = true});
  const Arena::Scope scope(context.arena);
  const auto zeros = context.arena.Floats(projection.in());
  std::ranges::fill(zeros, 0.0f);
  const View<float> bias = context.arena.Matrix(1, projection.out());
  projection.Forward({zeros.data(), 1, zeros.size()}, bias, context);
  kernels::AddRow(bias[0], y);
}

}  // namespace

TextEncoder::TextEncoder(const model::Weights& weights, const EncoderShape& shape, size_t inter,
                         const ThreadPool& pool)
    : hidden_(shape.hidden),
      inter_(inter),
      phone_embedding_(weights, "emb", shape.hidden),
      tone_embedding_(weights, "tone_emb", shape.hidden),
      language_embedding_(weights, "language_emb", shape.hidden),
      bert_projection_(nn::Linear(weights, "bert_proj", kBertChannels, shape.hidden)),
      ja_bert_projection_(nn::Linear(weights, "ja_bert_proj", kJaBertChannels, shape.hidden)),
      encoder_(weights.Scope("encoder"), shape, pool),
      projection_(nn::Linear(weights, "proj", shape.hidden, 2 * inter)) {}

Prior TextEncoder::Encode(const PhoneSequence& phones, std::span<const float> speaker,
                          const Context& context) const {
  CheckLengths(phones);
  const size_t count = phones.phones.size();
  const View<float> x = context.arena.Matrix(count, hidden_);
  const View<float> stats = context.arena.Matrix(count, 2 * inter_);
  for (size_t t = 0; t < count; ++t) std::ranges::fill(x[t], 0.0f);
  phone_embedding_.AddTo(phones.phones, x);
  tone_embedding_.AddTo(phones.tones, x);
  language_embedding_.AddTo(phones.languages, x);
  AddProjected(bert_projection_, phones.bert, x, context);
  AddProjected(ja_bert_projection_, phones.ja_bert, x, context);
  kernels::Scale(std::sqrt(static_cast<float>(hidden_)), x);
  encoder_.Forward(x, speaker, context);
  projection_.Forward(x, stats, context);
  return {.x = x, .mean = stats.Cols(0, inter_), .logs = stats.Cols(inter_, inter_)};
}

}  // namespace bv2::vits
