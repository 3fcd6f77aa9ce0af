#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>

#include "train/model/layers.h"

namespace bv2::train {

// Self-attention with learned embeddings of relative positions up to ±window, shared by the heads.
// Source: Shaw et al. 2018; VITS (arXiv 2106.06103) §2.4.
class SelfAttention : public torch::nn::Module {
 public:
  SelfAttention(int64_t channels, int64_t heads, double dropout, int64_t window = 4);
  //   x     [B, C, T]
  //   mask  [B, 1, T, T]   zero where a position must not be seen
  Tensor Forward(const Tensor& x, const Tensor& mask);

 private:
  Tensor Heads(const Tensor& x) const;  // [B, C, T] → [B, heads, T, C / heads]

  int64_t heads_;
  int64_t width_;  // channels of a head
  int64_t window_;
  double dropout_;
  Tensor emb_rel_k_;  // [1, 2 window + 1, width]
  Tensor emb_rel_v_;
  torch::nn::Conv1d conv_q_ = nullptr;
  torch::nn::Conv1d conv_k_ = nullptr;
  torch::nn::Conv1d conv_v_ = nullptr;
  torch::nn::Conv1d conv_o_ = nullptr;
};

struct FeedForwardShape {
  int64_t in = 192;
  int64_t out = 192;
  int64_t filter = 768;
  int64_t taps = 3;
  double dropout = 0;
};

// Convolution, ReLU, convolution, with outputs as long as the input.
class FeedForward : public torch::nn::Module {
 public:
  explicit FeedForward(const FeedForwardShape& shape);
  Tensor Forward(const Tensor& x, const Tensor& mask);

 private:
  Tensor Pad(const Tensor& x) const;

  FeedForwardShape shape_;
  torch::nn::Conv1d conv_1_ = nullptr;
  torch::nn::Conv1d conv_2_ = nullptr;
};

struct EncoderShape {
  int64_t hidden = 192;
  int64_t filter = 768;
  int64_t heads = 2;
  int64_t layers = 6;
  int64_t taps = 3;
  double dropout = 0.1;
  int64_t gin = 0;            // channels of the speaker's embedding; 0: not told who speaks
  int64_t speaker_layer = 2;  // the layer before which the speaker is added
};

// Transformer layers, each normalised after its residual sum.
// Source: Vaswani et al. 2017; speaker conditioning of VITS2 (arXiv 2307.16430) §2.4.
class Encoder : public torch::nn::Module {
 public:
  // Throws kInvalidArgument if the speaker's layer does not exist.
  explicit Encoder(const EncoderShape& shape);
  //   x  [B, hidden, T]    g  [B, gin, 1], may be undefined
  Tensor Forward(const Tensor& x, const Tensor& mask, const Tensor& g);

 private:
  EncoderShape shape_;
  torch::nn::Linear spk_emb_linear_ = nullptr;
  std::shared_ptr<ModuleList<SelfAttention>> attn_layers_;
  std::shared_ptr<ModuleList<LayerNorm>> norm_layers_1_;
  std::shared_ptr<ModuleList<FeedForward>> ffn_layers_;
  std::shared_ptr<ModuleList<LayerNorm>> norm_layers_2_;
};

struct TextEncoderShape {
  int64_t out = 192;  // channels of the prior
  EncoderShape encoder = {};
  int64_t symbols = 112;
  int64_t tones = 11;
  int64_t languages = 3;
  int64_t bert = 1024;  // features of the Chinese BERT
  int64_t ja_bert = 768;
};

struct Prior {
  Tensor x;     // [B, hidden, T]
  Tensor m;     // [B, out, T]   means
  Tensor logs;  // [B, out, T]   logarithms of the deviations
  Tensor mask;  // [B, 1, T]
};

// Phones, tones, languages and BERT features → the prior of each phone.
class TextEncoder : public torch::nn::Module {
 public:
  struct Input {
    Tensor x;         // [B, T]         phone ids
    Tensor lengths;   // [B]
    Tensor tone;      // [B, T]
    Tensor language;  // [B, T]
    Tensor bert;      // [B, 1024, T]
    Tensor ja_bert;   // [B, 768, T]
  };
  explicit TextEncoder(const TextEncoderShape& shape);
  Prior Forward(const Input& input, const Tensor& g);
  // Zeroes what takes BERT's features in: whatever they are, they change nothing.
  void ForgetBert();

 private:
  int64_t hidden_;
  torch::nn::Embedding emb_ = nullptr;
  torch::nn::Embedding tone_emb_ = nullptr;
  torch::nn::Embedding language_emb_ = nullptr;
  torch::nn::Conv1d bert_proj_ = nullptr;
  torch::nn::Conv1d ja_bert_proj_ = nullptr;
  std::shared_ptr<Encoder> encoder_;
  torch::nn::Conv1d proj_ = nullptr;
};

}  // namespace bv2::train
