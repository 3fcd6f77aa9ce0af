#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace bv2::model {

class TensorFile;
struct Config;

// What a generator's tensors tell about its shape. A fact that the file does not tell is empty.
struct NetworkShape {
  std::optional<size_t> symbols, tones, languages;
  std::optional<size_t> speakers;  // 0: the file has a reference encoder instead of an embedding
  std::optional<size_t> hidden_channels, inter_channels, filter_channels, gin_channels;
  std::optional<size_t> n_heads, n_layers;
  std::optional<size_t> couplings;       // in the flow, of either kind
  std::optional<size_t> n_flow_layer;    // what config.json calls so
  std::optional<bool> transformer_flow;  // false: WaveNet coupling layers
  std::optional<size_t> n_layers_trans_flow;
  std::optional<size_t> spec_channels;  // bins of the spectrogram; gone from stripped files
};

NetworkShape ReadNetworkShape(const TensorFile& file);

// Settles config and tensors: what the config leaves to its defaults is taken from the tensors (the
// published 1.0 voices have 3 layers in the flow and no word of it in their config), what it states
// must agree. Throws kInvalidArgument naming both files, the key and both values.
void MatchConfig(const TensorFile& file, Config& config);

// Reads a voice's config and matches it with the voice.
//   config  empty: the config.json beside the model
Config ReadConfigFor(const std::filesystem::path& model, const std::filesystem::path& config);

}  // namespace bv2::model
