#include "train/model/encoder.h"

#include <cmath>

#include "base/check.h"
#include "train/model/segments.h"

namespace bv2::train {
namespace {

// x[…, i, k], scores of the positions i + k − window, → scores of all positions [T, T]; zero beyond
// the window. A row that is one longer than the matrix shifts each next row by one.
Tensor BandToSquare(const Tensor& x, int64_t window) {
  const int64_t time = x.size(2), width = time + 2 * window;
  const Tensor rows = torch::constant_pad_nd(x, {0, time});  // [B, H, T, width + 1]
  const Tensor skewed = rows.flatten(2).narrow(2, 0, time * width);
  return skewed.view({x.size(0), x.size(1), time, width}).narrow(3, window, time);
}

// The inverse: of the weights of all positions, those within the window.
Tensor SquareToBand(const Tensor& x, int64_t window) {
  const int64_t time = x.size(2), width = time + 2 * window;
  const Tensor rows = torch::constant_pad_nd(x, {window, window});  // [B, H, T, width]
  const Tensor skewed = torch::constant_pad_nd(rows.flatten(2), {0, time});
  return skewed.view({x.size(0), x.size(1), time, width + 1}).narrow(3, 0, 2 * window + 1);
}

}  // namespace

SelfAttention::SelfAttention(int64_t channels, int64_t heads, double dropout, int64_t window)
    : heads_(heads), width_(channels / heads), window_(window), dropout_(dropout) {
  BV2_CHECK(channels % heads == 0, "{} channels cannot be split among {} heads", channels, heads);
  const auto conv = [&](const char* name) {
    torch::nn::Conv1d layer(torch::nn::Conv1dOptions(channels, channels, 1));
    return register_module(name, layer);
  };
  conv_q_ = conv("conv_q");
  conv_k_ = conv("conv_k");
  conv_v_ = conv("conv_v");
  conv_o_ = conv("conv_o");
  const double deviation = 1 / std::sqrt(static_cast<double>(width_));
  const auto embedding = [&] { return torch::randn({1, 2 * window + 1, width_}) * deviation; };
  emb_rel_k_ = register_parameter("emb_rel_k", embedding());
  emb_rel_v_ = register_parameter("emb_rel_v", embedding());
  for (const auto& layer : {conv_q_, conv_k_, conv_v_})
    torch::nn::init::xavier_uniform_(layer->weight);
}

Tensor SelfAttention::Heads(const Tensor& x) const {
  return x.view({x.size(0), heads_, width_, x.size(2)}).transpose(2, 3);
}

Tensor SelfAttention::Forward(const Tensor& x, const Tensor& mask) {
  const Tensor query = Heads(conv_q_(x)) / std::sqrt(static_cast<double>(width_));
  const Tensor key = Heads(conv_k_(x));
  const Tensor value = Heads(conv_v_(x));
  const Tensor band = torch::matmul(query, emb_rel_k_.transpose(-2, -1));
  const Tensor scores = torch::matmul(query, key.transpose(-2, -1)) + BandToSquare(band, window_);
  Tensor weights = torch::softmax(scores.masked_fill(mask == 0, -1e4), -1);
  weights = torch::dropout(weights, dropout_, is_training());
  const Tensor output =
      torch::matmul(weights, value) + torch::matmul(SquareToBand(weights, window_), emb_rel_v_);
  return conv_o_(output.transpose(2, 3).reshape(x.sizes()));
}

FeedForward::FeedForward(const FeedForwardShape& shape) : shape_(shape) {
  conv_1_ = register_module(
      "conv_1", torch::nn::Conv1d(torch::nn::Conv1dOptions(shape.in, shape.filter, shape.taps)));
  conv_2_ = register_module(
      "conv_2", torch::nn::Conv1d(torch::nn::Conv1dOptions(shape.filter, shape.out, shape.taps)));
}

Tensor FeedForward::Pad(const Tensor& x) const {
  if (shape_.taps == 1) return x;
  return torch::constant_pad_nd(x, {(shape_.taps - 1) / 2, shape_.taps / 2});
}

Tensor FeedForward::Forward(const Tensor& x, const Tensor& mask) {
  const Tensor hidden = torch::relu(conv_1_(Pad(x * mask)));
  const Tensor kept = torch::dropout(hidden, shape_.dropout, is_training());
  return conv_2_(Pad(kept * mask)) * mask;
}

Encoder::Encoder(const EncoderShape& shape) : shape_(shape) {
  if (shape.gin != 0) {
    BV2_CHECK(shape.speaker_layer < shape.layers,
              "the speaker is added before layer {}, but there are only {} layers",
              shape.speaker_layer, shape.layers);
    spk_emb_linear_ = register_module("spk_emb_linear", torch::nn::Linear(shape.gin, shape.hidden));
  }
  attn_layers_ = register_module("attn_layers", MakeList<SelfAttention>());
  norm_layers_1_ = register_module("norm_layers_1", MakeList<LayerNorm>());
  ffn_layers_ = register_module("ffn_layers", MakeList<FeedForward>());
  norm_layers_2_ = register_module("norm_layers_2", MakeList<LayerNorm>());
  for (int64_t i = 0; i < shape.layers; ++i) {
    attn_layers_->Add(std::make_shared<SelfAttention>(shape.hidden, shape.heads, shape.dropout));
    norm_layers_1_->Add(std::make_shared<LayerNorm>(shape.hidden));
    ffn_layers_->Add(std::make_shared<FeedForward>(FeedForwardShape{.in = shape.hidden,
                                                                    .out = shape.hidden,
                                                                    .filter = shape.filter,
                                                                    .taps = shape.taps,
                                                                    .dropout = shape.dropout}));
    norm_layers_2_->Add(std::make_shared<LayerNorm>(shape.hidden));
  }
}

Tensor Encoder::Forward(const Tensor& x, const Tensor& mask, const Tensor& g) {
  const auto drop = [this](const Tensor& y) {
    return torch::dropout(y, shape_.dropout, is_training());
  };
  const Tensor attn_mask = mask.unsqueeze(2) * mask.unsqueeze(-1);
  const bool speaker = g.defined() && shape_.gin != 0;
  Tensor h = x * mask;
  for (size_t i = 0; i < attn_layers_->size(); ++i) {
    if (speaker && static_cast<int64_t>(i) == shape_.speaker_layer)
      h = (h + spk_emb_linear_(g.transpose(1, 2)).transpose(1, 2)) * mask;
    h = (*norm_layers_1_)[i].Forward(h + drop((*attn_layers_)[i].Forward(h, attn_mask)));
    h = (*norm_layers_2_)[i].Forward(h + drop((*ffn_layers_)[i].Forward(h, mask)));
  }
  return h * mask;
}

TextEncoder::TextEncoder(const TextEncoderShape& shape) : hidden_(shape.encoder.hidden) {
  const auto embedding = [&](const char* name, int64_t count) {
    torch::nn::Embedding table(count, hidden_);
    torch::nn::init::normal_(table->weight, 0, 1 / std::sqrt(static_cast<double>(hidden_)));
    return register_module(name, table);
  };
  const auto conv = [&](const char* name, int64_t in, int64_t out) {
    return register_module(name, torch::nn::Conv1d(torch::nn::Conv1dOptions(in, out, 1)));
  };
  emb_ = embedding("emb", shape.symbols);
  tone_emb_ = embedding("tone_emb", shape.tones);
  language_emb_ = embedding("language_emb", shape.languages);
  bert_proj_ = conv("bert_proj", shape.bert, hidden_);
  ja_bert_proj_ = conv("ja_bert_proj", shape.ja_bert, hidden_);
  encoder_ = register_module("encoder", std::make_shared<Encoder>(shape.encoder));
  proj_ = conv("proj", hidden_, 2 * shape.out);
}

void TextEncoder::ForgetBert() {
  ZeroInit(*bert_proj_);
  ZeroInit(*ja_bert_proj_);
}

Prior TextEncoder::Forward(const Input& input, const Tensor& g) {
  const Tensor ids = emb_(input.x) + tone_emb_(input.tone) + language_emb_(input.language);
  const Tensor sum = ids.transpose(1, 2) + bert_proj_(input.bert) + ja_bert_proj_(input.ja_bert);
  Prior prior;
  prior.mask = SequenceMask(input.lengths, input.x.size(1)).unsqueeze(1).to(sum.dtype());
  const Tensor x = sum * std::sqrt(static_cast<double>(hidden_));
  prior.x = encoder_->Forward(x * prior.mask, prior.mask, g);
  const auto stats = (proj_(prior.x) * prior.mask).to(torch::kFloat).chunk(2, 1);
  prior.m = stats[0];
  prior.logs = stats[1];
  return prior;
}

}  // namespace bv2::train
