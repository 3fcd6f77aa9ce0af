#include "model/config.h"

#include <algorithm>
#include <limits>

#include "base/file.h"

namespace bv2::model {

// Generous limits that keep sizes of networks far from overflow.
namespace {
const Rule kCount{.min = 1, .max = 1 << 20};
const Rule kChannels{.min = 1, .max = 1 << 14};
const Rule kFew{.min = 1, .max = 64};
const Rule kNotNegative{.min = 0};
const Rule kIndex{.min = 0, .max = 1 << 20};
const Rule kSamples{.min = 1, .max = 1 << 24};
// The longest filter of train/gan/stft.h and its mirrored ends fit into as many.
constexpr size_t kStftSamples = 1024;

Rule Required(Rule rule) {
  rule.required = true;
  return rule;
}
}  // namespace

template <typename Visitor>
void TrainConfig::VisitFields(Visitor&& visit) {
  visit("log_interval", log_interval, Rule{.min = 1});
  visit("eval_interval", eval_interval, Rule{.min = 1});
  visit("seed", seed);
  visit("epochs", epochs);
  visit("learning_rate", learning_rate, kNotNegative);
  visit("betas", betas, Rule{.min = 0, .max = 1});
  visit("eps", eps, kNotNegative);
  visit("batch_size", batch_size, kCount);
  visit("fp16_run", fp16_run);
  visit("bf16_run", bf16_run);
  visit("lr_decay", lr_decay, Rule{.min = 0, .max = 1});
  visit("segment_size", segment_size, kSamples);
  visit("init_lr_ratio", init_lr_ratio, kNotNegative);
  visit("warmup_epochs", warmup_epochs);
  visit("c_mel", c_mel, kNotNegative);
  visit("c_kl", c_kl, kNotNegative);
  visit("skip_optimizer", skip_optimizer);
  visit("gan_start_step", gan_start_step);
  visit("discriminator_width", discriminator_width, Rule{.min = 0.01, .max = 1});
  visit("dd_start_step", dd_start_step);
  visit("c_stft", c_stft, kNotNegative);
  visit("align_prior_steps", align_prior_steps);
  visit("freeze_ZH_bert", freeze_zh_bert);
  visit("freeze_JP_bert", freeze_jp_bert);
}

template <typename Visitor>
void DataConfig::VisitFields(Visitor&& visit) {
  visit("training_files", training_files);
  visit("validation_files", validation_files);
  visit("max_wav_value", max_wav_value, kNotNegative);
  visit("sampling_rate", sampling_rate, Required({.min = 1, .max = 768000}));
  visit("filter_length", filter_length, Required(kCount));
  visit("hop_length", hop_length, Required(kCount));
  visit("win_length", win_length, kCount);
  visit("n_mel_channels", n_mel_channels, kChannels);
  visit("mel_fmin", mel_fmin, kNotNegative);
  visit("mel_fmax", mel_fmax, kNotNegative);
  visit("use_mel_posterior_encoder", use_mel_posterior_encoder);
  visit("add_blank", add_blank);
  visit("n_speakers", n_speakers, kIndex);
  visit("cleaned_text", cleaned_text);
  visit("min_text_len", min_text_len, kIndex);
  visit("max_text_len", max_text_len, kIndex);
  visit("spk2id", spk2id, kIndex);
  visit("speaker_of", speaker_of, kIndex);
}

template <typename Visitor>
void ModelConfig::VisitFields(Visitor&& visit) {
  visit("use_spk_conditioned_encoder", use_spk_conditioned_encoder);
  visit("use_noise_scaled_mas", use_noise_scaled_mas);
  visit("mas_noise_scale_initial", mas_noise_scale_initial, kNotNegative);
  visit("noise_scale_delta", noise_scale_delta, kNotNegative);
  visit("use_mel_posterior_encoder", use_mel_posterior_encoder);
  visit("use_duration_discriminator", use_duration_discriminator);
  visit("inter_channels", inter_channels, Required(kChannels));
  visit("hidden_channels", hidden_channels, Required(kChannels));
  visit("filter_channels", filter_channels, Required(kChannels));
  visit("n_heads", n_heads, Required(kFew));
  visit("n_layers", n_layers, Required(kFew));
  visit("n_layers_trans_flow", n_layers_trans_flow, kFew);
  visit("n_flow_layer", n_flow_layer, kFew);
  visit("kernel_size", kernel_size, Required(kFew));
  visit("p_dropout", p_dropout, Rule{.min = 0, .max = 1});
  visit("use_sdp", use_sdp);
  visit("flow_share_parameter", flow_share_parameter);
  visit("use_transformer_flow", use_transformer_flow);
  visit("resblock", resblock, Rule{.one_of = {"1", "2"}, .required = true});
  visit("resblock_kernel_sizes", resblock_kernel_sizes, Required(kFew));
  visit("resblock_dilation_sizes", resblock_dilation_sizes, Required(kFew));
  visit("upsample_rates", upsample_rates, Required({.min = 1, .max = 1024}));
  visit("upsample_initial_channel", upsample_initial_channel, Required(kChannels));
  visit("upsample_kernel_sizes", upsample_kernel_sizes, Required({.min = 1, .max = 1024}));
  visit("n_layers_q", n_layers_q);
  visit("use_spectral_norm", use_spectral_norm);
  visit("gin_channels", gin_channels, Rule{.min = 0, .max = 1 << 14});
}

namespace {

// Checks conditions on several values of one file.
class Checker {
 public:
  explicit Checker(const Config& config) : c_(config) {}

  void Run() const {
    CheckChannels();
    CheckConditioning();
    CheckDecoder();
    CheckData();
  }

 private:
  template <typename... Args>
  void Require(bool holds, fmt::format_string<Args...> format, Args&&... args) const {
    if (!holds)
      Fail(ErrorCode::kInvalidArgument, "'{}': {}", c_.source,
           fmt::format(format, std::forward<Args>(args)...));
  }
  template <typename... Args>
  void Support(bool holds, fmt::format_string<Args...> format, Args&&... args) const {
    if (!holds)
      Fail(ErrorCode::kUnsupported, "'{}': {}", c_.source,
           fmt::format(format, std::forward<Args>(args)...));
  }

  void CheckChannels() const {
    const ModelConfig& m = c_.model;
    Require(m.hidden_channels % m.n_heads == 0,
            "model.hidden_channels is {}, it must be a multiple of model.n_heads, {}",
            m.hidden_channels, m.n_heads);
    Require(m.inter_channels % 2 == 0,
            "model.inter_channels is {}, it must be even because the flow splits it in halves",
            m.inter_channels);
  }

  // Encoders take the speaker in at their third layer. What is unsupported here ends in an
  // exception in the Python original, too.
  void CheckConditioning() const {
    const ModelConfig& m = c_.model;
    Support(m.gin_channels > 0, "model.gin_channels is 0; a voice needs a speaker embedding");
    Support(m.use_spk_conditioned_encoder,
            "model.use_spk_conditioned_encoder is false; only the conditioned encoder exists");
    Support(!m.flow_share_parameter,
            "model.flow_share_parameter is true; coupling layers that share weights do not exist");
    constexpr size_t kConditionedLayer = 2;
    Require(m.n_layers > kConditionedLayer,
            "model.n_layers is {}, it must be at least {} because the speaker enters at the third "
            "layer",
            m.n_layers, kConditionedLayer + 1);
    Require(!m.use_transformer_flow || m.n_layers_trans_flow > kConditionedLayer,
            "model.n_layers_trans_flow is {}, it must be at least {} because the speaker enters at "
            "the third layer",
            m.n_layers_trans_flow, kConditionedLayer + 1);
    Support(c_.data.n_speakers != 1,
            "data.n_speakers is 1; the network has an embedding from 2 speakers on, and with 0 a "
            "reference encoder");
  }

  void CheckDecoder() const {
    const ModelConfig& m = c_.model;
    Require(!m.upsample_rates.empty() && m.upsample_rates.size() <= 12,
            "model.upsample_rates has {} values, it must have 1 to 12", m.upsample_rates.size());
    Require(m.upsample_rates.size() == m.upsample_kernel_sizes.size(),
            "model.upsample_kernel_sizes has {} values, it must have as many as "
            "model.upsample_rates, {}",
            m.upsample_kernel_sizes.size(), m.upsample_rates.size());
    size_t product = 1;
    for (size_t i = 0; i < m.upsample_rates.size(); ++i) {
      Require(m.upsample_kernel_sizes[i] >= m.upsample_rates[i],
              "model.upsample_kernel_sizes[{}] is {}, it must be at least the upsampling rate, {}",
              i, m.upsample_kernel_sizes[i], m.upsample_rates[i]);
      product = std::min(product * m.upsample_rates[i], size_t{1} << 32);
    }
    Require(product == c_.data.hop_length,
            "the product of model.upsample_rates is {}, it must be data.hop_length, {}", product,
            c_.data.hop_length);
    Require(m.upsample_initial_channel >> m.upsample_rates.size() > 0,
            "model.upsample_initial_channel is {}, too few to be halved {} times",
            m.upsample_initial_channel, m.upsample_rates.size());
    CheckResblocks();
  }

  void CheckResblocks() const {
    const ModelConfig& m = c_.model;
    Require(!m.resblock_kernel_sizes.empty(), "model.resblock_kernel_sizes is empty");
    Require(m.resblock_kernel_sizes.size() == m.resblock_dilation_sizes.size(),
            "model.resblock_dilation_sizes has {} values, it must have as many as "
            "model.resblock_kernel_sizes, {}",
            m.resblock_dilation_sizes.size(), m.resblock_kernel_sizes.size());
    const size_t convolutions = m.resblock == "1" ? 3 : 2;
    for (size_t i = 0; i < m.resblock_kernel_sizes.size(); ++i) {
      Require(m.resblock_kernel_sizes[i] % 2 == 1,
              "model.resblock_kernel_sizes[{}] is {}, it must be odd", i,
              m.resblock_kernel_sizes[i]);
      Require(m.resblock_dilation_sizes[i].size() >= convolutions,
              "model.resblock_dilation_sizes[{}] has {} values, resblock \"{}\" needs {}", i,
              m.resblock_dilation_sizes[i].size(), m.resblock, convolutions);
    }
  }

  void CheckData() const {
    const DataConfig& d = c_.data;
    Require(d.win_length <= d.filter_length,
            "data.win_length is {}, it must be at most data.filter_length, {}", d.win_length,
            d.filter_length);
    Require(c_.train.betas.size() == 2, "train.betas has {} values, it must have 2",
            c_.train.betas.size());
    Require(c_.train.segment_size % d.hop_length == 0,
            "train.segment_size is {}, it must be a multiple of data.hop_length, {}",
            c_.train.segment_size, d.hop_length);
    Require(c_.train.c_stft == 0 || c_.train.segment_size >= kStftSamples,
            "train.segment_size is {}, it must be at least {} where train.c_stft is not 0",
            c_.train.segment_size, kStftSamples);
    const double nyquist = static_cast<double>(d.sampling_rate) / 2;
    Require(d.mel_fmin < d.mel_fmax.value_or(nyquist),
            "data.mel_fmin is {}, it must be below data.mel_fmax, {}", d.mel_fmin,
            d.mel_fmax.value_or(nyquist));
    if (d.n_speakers == 0) return;
    for (const auto& [name, id] : d.spk2id)
      Require(id < d.n_speakers, "data.spk2id.{} is {}, it must be below data.n_speakers, {}", name,
              id, d.n_speakers);
    for (const auto& [language, id] : d.speaker_of) {
      Require(language == "ZH" || language == "JP" || language == "EN",
              "data.speaker_of has the language '{}', it must be ZH, JP or EN", language);
      Require(id < d.n_speakers, "data.speaker_of.{} is {}, it must be below data.n_speakers, {}",
              language, id, d.n_speakers);
    }
  }

  const Config& c_;
};

}  // namespace

Config Config::Read(const std::filesystem::path& path) {
  return Parse(ReadFile(path), path.string());
}

Config Config::Parse(std::string_view text, std::string_view source) {
  Config config;
  config.source = source;
  config.json = Json::Parse(text, source);
  static const Json kNothing{Json::Object{}};
  const auto section = [&](const char* name) -> const Json& {
    const Json* found = config.json.Find(name);
    return found == nullptr ? kNothing : *found;
  };
  if (!config.json.is_object())
    Fail(ErrorCode::kInvalidArgument, "'{}' holds no JSON object, so it is no voice's config",
         source);
  ReadFields(section("train"), source, "train", config.train);
  ReadFields(section("data"), source, "data", config.data);
  ReadFields(section("model"), source, "model", config.model);
  config.Validate();
  return config;
}

void Config::Validate() const { Checker(*this).Run(); }

bool Config::States(std::string_view section, std::string_view key) const {
  const Json* found = json.Find(section);
  return found != nullptr && found->Find(key) != nullptr;
}

std::string Config::Dump() const {
  Json updated = json;
  const auto section = [&](const char* name) -> Json& {
    Json* found = updated.Find(name);
    return found == nullptr ? updated.Set(name, Json::Object{}) : *found;
  };
  WriteFields(train, section("train"));
  WriteFields(data, section("data"));
  WriteFields(model, section("model"));
  return updated.Dump(2) + "\n";
}

void Config::Write(const std::filesystem::path& path) const { ReplaceFile(path, Dump()); }

}  // namespace bv2::model
