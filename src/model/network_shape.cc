#include "model/network_shape.h"

#include <type_traits>

#include "base/error.h"
#include "model/config.h"
#include "model/tensor_file.h"
#include "model/version.h"

namespace bv2::model {
namespace {

std::optional<size_t> Extent(const TensorFile& file, std::string_view name, size_t axis) {
  const Tensor* tensor = file.Find(name);
  if (tensor == nullptr || axis >= tensor->shape.size()) return std::nullopt;
  return tensor->shape[axis];
}

// The number of i = 0, step, … for which `format` names a tensor.
std::optional<size_t> CountOf(const TensorFile& file, fmt::format_string<size_t&> format,
                              size_t step = 1) {
  size_t count = 0;
  for (size_t i = 0; file.Find(fmt::format(format, i)) != nullptr; i += step) ++count;
  if (count == 0) return std::nullopt;
  return count;
}

// Compares or adopts one key.
class Matcher {
 public:
  Matcher(const TensorFile& file, const Config& config) : file_(file), config_(config) {}

  template <typename T>
  void Match(const char* section, const char* key, T& value, const std::optional<T>& found) const {
    if (!found || *found == value) return;
    if (config_.States(section, key))
      Fail(ErrorCode::kInvalidArgument,
           "'{}' says {}.{} is {}, but the tensors of '{}' are of a network with {}; this config "
           "belongs to another voice (the file looks like {})",
           config_.source, section, key, value, file_.source(), *found, DetectVersion(file_));
    value = *found;
  }

 private:
  const TensorFile& file_;
  const Config& config_;
};

}  // namespace

NetworkShape ReadNetworkShape(const TensorFile& file) {
  NetworkShape shape;
  shape.symbols = Extent(file, "enc_p.emb.weight", 0);
  shape.tones = Extent(file, "enc_p.tone_emb.weight", 0);
  shape.languages = Extent(file, "enc_p.language_emb.weight", 0);
  shape.hidden_channels = Extent(file, "enc_p.emb.weight", 1);
  shape.inter_channels = Extent(file, "dec.conv_pre.weight", 1);
  shape.filter_channels = Extent(file, "enc_p.encoder.ffn_layers.0.conv_1.weight", 0);
  shape.gin_channels = Extent(file, "dec.cond.weight", 1);
  shape.speakers = Extent(file, "emb_g.weight", 0);
  if (!shape.speakers && file.Find("ref_enc.proj.weight") != nullptr) shape.speakers = 0;
  const auto head_width = Extent(file, "enc_p.encoder.attn_layers.0.emb_rel_k", 2);
  if (head_width && shape.hidden_channels && *head_width > 0)
    shape.n_heads = *shape.hidden_channels / *head_width;
  shape.n_layers = CountOf(file, "enc_p.encoder.attn_layers.{}.conv_q.weight");
  // Between two coupling layers stands a flip, which has no tensors.
  shape.couplings = CountOf(file, "flow.flows.{}.pre.weight", 2);
  shape.n_flow_layer = shape.couplings;
  shape.n_layers_trans_flow = CountOf(file, "flow.flows.0.enc.attn_layers.{}.conv_q.weight");
  if (shape.couplings) {
    shape.transformer_flow = shape.n_layers_trans_flow.has_value();
    // The original gives its residual flow four couplings, and n_flow_layer WaveNet layers in each.
    if (!*shape.transformer_flow)
      shape.n_flow_layer = CountOf(file, "flow.flows.0.enc.in_layers.{}.bias");
  }
  shape.spec_channels = Extent(file, "enc_q.pre.weight", 1);
  return shape;
}

void MatchConfig(const TensorFile& file, Config& config) {
  const NetworkShape shape = ReadNetworkShape(file);
  const Config stated = config;
  const Matcher m(file, stated);
  ModelConfig& c = config.model;
  m.Match("model", "hidden_channels", c.hidden_channels, shape.hidden_channels);
  m.Match("model", "inter_channels", c.inter_channels, shape.inter_channels);
  m.Match("model", "filter_channels", c.filter_channels, shape.filter_channels);
  m.Match("model", "gin_channels", c.gin_channels, shape.gin_channels);
  m.Match("model", "n_heads", c.n_heads, shape.n_heads);
  m.Match("model", "n_layers", c.n_layers, shape.n_layers);
  m.Match("model", "n_flow_layer", c.n_flow_layer, shape.n_flow_layer);
  m.Match("model", "use_transformer_flow", c.use_transformer_flow, shape.transformer_flow);
  m.Match("model", "n_layers_trans_flow", c.n_layers_trans_flow, shape.n_layers_trans_flow);
  m.Match("data", "n_speakers", config.data.n_speakers, shape.speakers);
  if (shape.spec_channels && *shape.spec_channels != config.data.spec_channels())
    Fail(ErrorCode::kInvalidArgument,
         "'{}' says data.filter_length is {}, but the tensors of '{}' are of a network with {}",
         config.source, config.data.filter_length, file.source(), (*shape.spec_channels - 1) * 2);
  config.Validate();
}

Config ReadConfigFor(const std::filesystem::path& model, const std::filesystem::path& config) {
  Config result = Config::Read(config.empty() ? model.parent_path() / "config.json" : config);
  MatchConfig(*TensorFile::Open(model), result);
  return result;
}

}  // namespace bv2::model
