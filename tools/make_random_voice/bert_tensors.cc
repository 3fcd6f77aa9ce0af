#include <fmt/format.h>

#include "make_random_voice/tensor_spec.h"

namespace bv2::tools {

// The features are hidden_states[-3]: the last two layers are never run.
constexpr size_t kUnusedLayers = 2;

std::vector<TensorSpec> BertTensors(const Json& config) {
  const auto size = [&](std::string_view key) {
    return static_cast<size_t>(config.At(key).AsInteger());
  };
  const size_t hidden = size("hidden_size"), inner = size("intermediate_size");
  const std::string embeddings = "bert.embeddings.";
  SpecList list;
  list.Add(embeddings + "word_embeddings.weight", {size("vocab_size"), hidden}, 0.5F);
  list.Add(embeddings + "position_embeddings.weight", {size("max_position_embeddings"), hidden},
           0.1F);
  list.Add(embeddings + "token_type_embeddings.weight", {size("type_vocab_size"), hidden}, 0.1F);
  list.LayerNorm(embeddings + "LayerNorm", hidden, true);
  for (size_t i = 0; i + kUnusedLayers < size("num_hidden_layers"); ++i) {
    const std::string layer = fmt::format("bert.encoder.layer.{}.", i);
    for (const char* part : {"query", "key", "value"})
      list.Conv(layer + "attention.self." + part, {hidden, hidden, 0});
    list.Conv(layer + "attention.output.dense", {hidden, hidden, 0});
    list.LayerNorm(layer + "attention.output.LayerNorm", hidden, true);
    list.Conv(layer + "intermediate.dense", {inner, hidden, 0});
    list.Conv(layer + "output.dense", {hidden, inner, 0});
    list.LayerNorm(layer + "output.LayerNorm", hidden, true);
  }
  return list.specs();
}

}  // namespace bv2::tools
