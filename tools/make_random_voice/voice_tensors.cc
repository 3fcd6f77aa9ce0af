#include <fmt/format.h>

#include <cmath>

#include "base/check.h"
#include "make_random_voice/tensor_spec.h"

namespace bv2::tools {
namespace {

using fmt::format;

// Fixed by version 1.1.1.
constexpr size_t kSymbols = 112, kTones = 11, kLanguages = 3;
constexpr size_t kBertChannels = 1024, kJapaneseBertChannels = 768;
constexpr size_t kRelativeWindow = 9;
constexpr size_t kDurationChannels = 256;
constexpr size_t kSplineParameters = 29;  // 10 widths, 10 heights, 9 inner derivatives

class VoiceSpecs {
 public:
  explicit VoiceSpecs(const Json& config)
      : model_(config.At("model")), data_(config.At("data")), gin_(Size("gin_channels", 256)) {}

  std::vector<TensorSpec> All() {
    TextEncoder();
    Decoder();
    Flow();
    StochasticDurations();
    Durations();
    Speakers();
    return list_.specs();
  }

 private:
  size_t Size(std::string_view key, size_t fallback) const {
    const Json* value = model_.Find(key);
    return value == nullptr ? fallback : static_cast<size_t>(value->AsInteger());
  }
  size_t Size(std::string_view key) const {
    return static_cast<size_t>(model_.At(key).AsInteger());
  }
  bool Flag(std::string_view key, bool fallback) const {
    const Json* value = model_.Find(key);
    return value == nullptr ? fallback : value->AsBool();
  }
  static size_t AsSize(const Json& value) { return static_cast<size_t>(value.AsInteger()); }

  void TextEncoder() {
    const size_t hidden = Size("hidden_channels");
    const float scale = 1 / std::sqrt(static_cast<float>(hidden));
    list_.Add("enc_p.emb.weight", {kSymbols, hidden}, scale);
    list_.Add("enc_p.tone_emb.weight", {kTones, hidden}, scale);
    list_.Add("enc_p.language_emb.weight", {kLanguages, hidden}, scale);
    list_.Conv("enc_p.bert_proj", {hidden, kBertChannels, 1, 0.1F});
    list_.Conv("enc_p.ja_bert_proj", {hidden, kJapaneseBertChannels, 1, 0.1F});
    Transformer("enc_p.encoder", Size("n_layers"), Size("kernel_size"));
    list_.Conv("enc_p.proj", {2 * Size("inter_channels"), hidden, 1, 0.5F});
  }

  // Encoder of relative-position attention, also the inside of a flow step.
  void Transformer(const std::string& name, size_t layers, size_t kernel) {
    const size_t hidden = Size("hidden_channels"), filter = Size("filter_channels");
    const size_t head = hidden / Size("n_heads");
    if (gin_ > 0) list_.Conv(name + ".spk_emb_linear", {hidden, gin_, 0, 0.3F});
    for (size_t i = 0; i < layers; ++i) {
      const std::string attention = format("{}.attn_layers.{}", name, i);
      list_.Add(attention + ".emb_rel_k", {1, kRelativeWindow, head}, 0.1F);
      list_.Add(attention + ".emb_rel_v", {1, kRelativeWindow, head}, 0.1F);
      for (const char* part : {".conv_q", ".conv_k", ".conv_v", ".conv_o"})
        list_.Conv(attention + part, {hidden, hidden, 1});
    }
    for (size_t i = 0; i < layers; ++i) {
      list_.LayerNorm(format("{}.norm_layers_1.{}", name, i), hidden);
      list_.Conv(format("{}.ffn_layers.{}.conv_1", name, i), {filter, hidden, kernel});
      list_.Conv(format("{}.ffn_layers.{}.conv_2", name, i), {hidden, filter, kernel});
      list_.LayerNorm(format("{}.norm_layers_2.{}", name, i), hidden);
    }
  }

  void Decoder() {
    const Json::Array& rates = model_.At("upsample_rates").AsArray();
    const Json::Array& kernels = model_.At("upsample_kernel_sizes").AsArray();
    BV2_CHECK(rates.size() == kernels.size(), "upsample_rates and upsample_kernel_sizes differ");
    size_t channels = Size("upsample_initial_channel");
    list_.Conv("dec.conv_pre", {channels, Size("inter_channels"), 7});
    size_t block = 0;
    for (size_t i = 0; i < rates.size(); ++i, channels /= 2) {
      // Each output sample sees kernel/rate taps of every input channel.
      const float g = std::sqrt(static_cast<float>(AsSize(rates[i])) / 2);
      list_.NormedConv(format("dec.ups.{}", i), {channels, channels / 2, AsSize(kernels[i])},
                       channels / 2, g);
      for (const Json& kernel : model_.At("resblock_kernel_sizes").AsArray())
        ResidualBlock(format("dec.resblocks.{}", block++), channels / 2, AsSize(kernel));
    }
    list_.Add("dec.conv_post.weight", {1, channels, 7},
              0.3F / std::sqrt(7 * static_cast<float>(channels)));
    if (gin_ > 0) list_.Conv("dec.cond", {Size("upsample_initial_channel"), gin_, 1, 0.3F});
  }

  void ResidualBlock(const std::string& name, size_t channels, size_t kernel) {
    const bool one = model_.At("resblock").AsString() == "1";
    for (const char* convs : one ? std::vector{"convs1", "convs2"} : std::vector{"convs"})
      for (size_t i = 0; i < (one ? 3U : 2U); ++i)
        list_.NormedConv(format("{}.{}.{}", name, convs, i), {channels, channels, kernel}, channels,
                         0.5F);
  }

  void Flow() {
    const size_t half = Size("inter_channels") / 2, hidden = Size("hidden_channels");
    const bool transformer = Flag("use_transformer_flow", true);
    const size_t steps = transformer ? Size("n_flow_layer", 4) : 4;
    for (size_t i = 0; i < steps; ++i) {
      const std::string name = format("flow.flows.{}", 2 * i);  // the odd ones swap the halves
      list_.Conv(name + ".pre", {hidden, half, 1});
      if (transformer)
        Transformer(name + ".enc", Size("n_layers_trans_flow", 6), 5);
      else
        WaveNet(name + ".enc", Size("n_flow_layer", 4), 5);
      list_.Conv(name + ".post", {half, hidden, 1, 0.1F});
    }
  }

  void WaveNet(const std::string& name, size_t layers, size_t kernel) {
    const size_t hidden = Size("hidden_channels");
    for (size_t i = 0; i < layers; ++i) {
      const size_t out = i + 1 < layers ? 2 * hidden : hidden;
      list_.NormedConv(format("{}.in_layers.{}", name, i), {2 * hidden, hidden, kernel}, 2 * hidden,
                       1);
      list_.NormedConv(format("{}.res_skip_layers.{}", name, i), {out, hidden, 1}, out, 1);
    }
    if (gin_ > 0)
      list_.NormedConv(name + ".cond_layer", {2 * hidden * layers, gin_, 1}, 2 * hidden * layers,
                       0.3F);
  }

  void StochasticDurations() {
    const size_t hidden = Size("hidden_channels");
    // Reversed, the affine step gives logw = (z - m) · exp(-logs): about log 5 ± 0.3.
    list_.Add("sdp.flows.0.m", {2, 1}, 0, -4.4F);
    list_.Add("sdp.flows.0.logs", {2, 1}, 0, 1);
    for (size_t i = 1; i <= 7; i += 2) {
      const std::string name = format("sdp.flows.{}", i);
      list_.Conv(name + ".pre", {hidden, 1, 1});
      DilatedConvs(name + ".convs", hidden);
      list_.Conv(name + ".proj", {kSplineParameters, hidden, 1, 0.3F});
    }
    list_.Conv("sdp.pre", {hidden, hidden, 1});
    list_.Conv("sdp.proj", {hidden, hidden, 1});
    DilatedConvs("sdp.convs", hidden);
    if (gin_ > 0) list_.Conv("sdp.cond", {hidden, gin_, 1, 0.3F});
  }

  void DilatedConvs(const std::string& name, size_t channels) {
    for (size_t i = 0; i < 3; ++i) {
      list_.Conv(format("{}.convs_sep.{}", name, i), {channels, 1, 3});
      list_.Conv(format("{}.convs_1x1.{}", name, i), {channels, channels, 1});
      list_.LayerNorm(format("{}.norms_1.{}", name, i), channels);
      list_.LayerNorm(format("{}.norms_2.{}", name, i), channels);
    }
  }

  void Durations() {
    const size_t hidden = Size("hidden_channels");
    list_.Conv("dp.conv_1", {kDurationChannels, hidden, 3});
    list_.LayerNorm("dp.norm_1", kDurationChannels);
    list_.Conv("dp.conv_2", {kDurationChannels, kDurationChannels, 3});
    list_.LayerNorm("dp.norm_2", kDurationChannels);
    list_.Add("dp.proj.weight", {1, kDurationChannels, 1}, 0.03F);
    list_.Add("dp.proj.bias", {1}, 0, 1.6F);  // log 5
    if (gin_ > 0) list_.Conv("dp.cond", {hidden, gin_, 1, 0.3F});
  }

  void Speakers() {
    const size_t speakers = AsSize(data_.At("n_speakers"));
    if (speakers > 1)
      list_.Add("emb_g.weight", {speakers, gin_}, 1);
    else
      ReferenceEncoder();
  }

  void ReferenceEncoder() {
    constexpr size_t kFilters[] = {1, 32, 32, 64, 64, 128, 128}, kUnits = 128;
    size_t bins = AsSize(data_.At("filter_length")) / 2 + 1;
    for (size_t i = 0; i < 6; ++i, bins = (bins + 1) / 2)
      list_.NormedConv(format("ref_enc.convs.{}", i), {kFilters[i + 1], kFilters[i], 3, 3},
                       kFilters[i + 1], 1);
    list_.Add("ref_enc.gru.weight_ih_l0", {3 * kUnits, kUnits * bins}, 0.05F);
    list_.Add("ref_enc.gru.weight_hh_l0", {3 * kUnits, kUnits}, 0.05F);
    list_.Add("ref_enc.gru.bias_ih_l0", {3 * kUnits}, 0.05F);
    list_.Add("ref_enc.gru.bias_hh_l0", {3 * kUnits}, 0.05F);
    list_.Conv("ref_enc.proj", {gin_, kUnits, 0});
  }

  const Json& model_;
  const Json& data_;
  size_t gin_;
  SpecList list_;
};

}  // namespace

std::vector<TensorSpec> VoiceTensors(const Json& config) { return VoiceSpecs(config).All(); }

}  // namespace bv2::tools
