#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "base/json.h"

namespace bv2::model {

// The sections of a voice's config.json. Names, meanings and defaults are those of Bert-VITS2
// 1.1.1: of its SynthesizerTrn where that has one, else of the config.json it ships.

struct TrainConfig {
  size_t log_interval = 200;    // steps
  size_t eval_interval = 1000;  // steps
  int64_t seed = 52;
  size_t epochs = 10000;
  double learning_rate = 3e-4;
  std::vector<double> betas = {0.8, 0.99};  // of AdamW
  double eps = 1e-9;
  size_t batch_size = 8;
  bool fp16_run = false;
  bool bf16_run = false;
  double lr_decay = 0.999875;   // per epoch
  size_t segment_size = 16384;  // samples that the decoder is trained on at once
  double init_lr_ratio = 1;
  size_t warmup_epochs = 0;
  double c_mel = 45;
  double c_kl = 1;
  bool skip_optimizer = true;
  // Not of 1.1.1, but of this program and of 1.1.1's successors.
  size_t gan_start_step = 0;       // before it, the generator learns without the discriminators
  double discriminator_width = 1;  // of the channels that the original's discriminators have
  size_t dd_start_step = 0;        // as gan_start_step, for the duration discriminator
  double c_stft = 0;               // weight of the distance of spectra at several resolutions
  size_t align_prior_steps = 0;    // while so many steps, alignments are drawn to the diagonal
  bool freeze_zh_bert = false;     // the layers that take the features of BERT in are not trained
  bool freeze_jp_bert = false;

  template <typename Visitor>
  void VisitFields(Visitor&& visit);
};

struct DataConfig {
  std::string training_files = "filelists/train.list";
  std::string validation_files = "filelists/val.list";
  double max_wav_value = 32768;
  size_t sampling_rate = 44100;  // Hz
  size_t filter_length = 2048;   // samples of an FFT
  size_t hop_length = 512;       // samples of a frame
  size_t win_length = 2048;
  size_t n_mel_channels = 128;
  double mel_fmin = 0;             // Hz
  std::optional<double> mel_fmax;  // Hz; none: half the sampling rate
  bool use_mel_posterior_encoder = false;
  bool add_blank = true;
  size_t n_speakers = 256;  // 0: a reference encoder stands in for the speaker embedding
  bool cleaned_text = false;
  size_t min_text_len = 1;
  size_t max_text_len = 300;
  std::vector<std::pair<std::string, size_t>> spk2id;  // in the file's order
  // Not of 1.1.1: who speaks a language ("ZH", "JP", "EN") where no speaker is asked for.
  std::vector<std::pair<std::string, size_t>> speaker_of;

  size_t spec_channels() const { return filter_length / 2 + 1; }

  template <typename Visitor>
  void VisitFields(Visitor&& visit);
};

struct ModelConfig {
  bool use_spk_conditioned_encoder = true;
  bool use_noise_scaled_mas = false;
  double mas_noise_scale_initial = 0.01;
  double noise_scale_delta = 2e-6;
  bool use_mel_posterior_encoder = false;
  bool use_duration_discriminator = false;
  size_t inter_channels = 192;
  size_t hidden_channels = 192;
  size_t filter_channels = 768;
  size_t n_heads = 2;
  size_t n_layers = 6;
  size_t n_layers_trans_flow = 6;  // transformer layers in each coupling layer
  size_t n_flow_layer = 4;         // coupling layers
  size_t kernel_size = 3;
  double p_dropout = 0.1;
  bool use_sdp = true;
  bool flow_share_parameter = false;
  bool use_transformer_flow = true;  // else WaveNet coupling layers
  std::string resblock = "1";
  std::vector<size_t> resblock_kernel_sizes = {3, 7, 11};
  std::vector<std::vector<size_t>> resblock_dilation_sizes = {{1, 3, 5}, {1, 3, 5}, {1, 3, 5}};
  std::vector<size_t> upsample_rates = {8, 8, 2, 2, 2};
  size_t upsample_initial_channel = 512;
  std::vector<size_t> upsample_kernel_sizes = {16, 16, 8, 2, 2};
  size_t n_layers_q = 3;
  bool use_spectral_norm = false;
  size_t gin_channels = 256;  // of the speaker embedding

  template <typename Visitor>
  void VisitFields(Visitor&& visit);
};

// A voice's config.json, read and validated. Unknown keys and the order of all keys are kept.
struct Config {
  TrainConfig train;
  DataConfig data;
  ModelConfig model;
  Json json;           // the file as it was read
  std::string source;  // its name, for messages

  // Throw kNotFound, kCorruptFile for what is no JSON, kInvalidArgument or kUnsupported naming
  // file, key path, value and what is allowed.
  static Config Read(const std::filesystem::path& path);
  static Config Parse(std::string_view text, std::string_view source);

  // Checks how the values fit together. Read and Parse have done so.
  void Validate() const;
  // True if the file states the key, as "model.n_heads".
  bool States(std::string_view section, std::string_view key) const;
  // The file's text with the values of the structs.
  std::string Dump() const;
  void Write(const std::filesystem::path& path) const;
};

}  // namespace bv2::model
