#include "torch_runtime/bert.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "torch_runtime/tensors.h"

namespace bv2::torch_runtime {
namespace {

int64_t Int(size_t value) { return static_cast<int64_t>(value); }

}  // namespace

BertEncoder::BertEncoder(const model::Weights& file, const bert::EncoderShape& shape,
                         std::shared_ptr<const Compute> compute)
    : shape_(shape), compute_(std::move(compute)) {
  const model::Weights weights = bert::EncoderPart(file);
  const model::Weights embeddings = weights.Scope("embeddings");
  vocabulary_ = embeddings.Shape("word_embeddings.weight").at(0);
  shape_.max_tokens =
      std::min(shape.max_tokens, embeddings.Shape("position_embeddings.weight").at(0));
  compute_->Load([&] { Load(weights); });
}

Tensor BertEncoder::LoadTensor(const model::Weights& weights, const std::string& name,
                               const std::vector<size_t>& shape) const {
  const std::vector<int64_t> sizes(shape.begin(), shape.end());
  return FromFile(weights.Get(name, shape), sizes).to(compute_->device(), compute_->type());
}

BertEncoder::Linear BertEncoder::LoadLinear(const model::Weights& weights, const std::string& name,
                                            size_t in, size_t out) const {
  return {LoadTensor(weights, name + ".weight", {out, in}),
          LoadTensor(weights, name + ".bias", {out})};
}

// One product for all three.
BertEncoder::Linear BertEncoder::LoadAttention(const model::Weights& weights) const {
  std::vector<Tensor> parts, biases;
  for (const char* name : {"query", "key", "value"}) {
    const Linear part = LoadLinear(weights, name, shape_.hidden, shape_.hidden);
    parts.push_back(part.weight);
    biases.push_back(part.bias);
  }
  return {torch::cat(parts), torch::cat(biases)};
}

BertEncoder::Norm BertEncoder::LoadNorm(const model::Weights& weights) const {
  return {LoadTensor(weights, "LayerNorm.weight", {shape_.hidden}),
          LoadTensor(weights, "LayerNorm.bias", {shape_.hidden})};
}

void BertEncoder::Load(const model::Weights& weights) {
  const model::Weights embeddings = weights.Scope("embeddings");
  const auto table = [&](const std::string& name) {
    const std::string full = name + "_embeddings.weight";
    return LoadTensor(embeddings, full, {embeddings.Shape(full).at(0), shape_.hidden});
  };
  words_ = table("word");
  positions_ = table("position") + table("token_type").narrow(0, 0, 1);
  embedding_norm_ = LoadNorm(embeddings);
  for (size_t i = 0; i < bert::LayersRun(shape_); ++i) {
    const model::Weights layer = weights.Scope("encoder.layer", i);
    layers_.push_back(
        {.query_key_value = LoadAttention(layer.Scope("attention.self")),
         .attention_output =
             LoadLinear(layer, "attention.output.dense", shape_.hidden, shape_.hidden),
         .intermediate =
             LoadLinear(layer, "intermediate.dense", shape_.hidden, shape_.intermediate),
         .output = LoadLinear(layer, "output.dense", shape_.intermediate, shape_.hidden),
         .attention_norm = LoadNorm(layer.Scope("attention.output")),
         .output_norm = LoadNorm(layer.Scope("output"))});
  }
}

Tensor BertEncoder::Normalize(const Norm& norm, const Tensor& x) const {
  return torch::layer_norm(x, {Int(shape_.hidden)}, norm.weight, norm.bias,
                           double{shape_.norm_eps});
}

// x [L, hidden]
Tensor BertEncoder::Attend(const Layer& layer, const Tensor& x) const {
  const int64_t heads = Int(shape_.heads), width = Int(shape_.hidden / shape_.heads);
  const auto parts =
      layer.query_key_value(x).view({x.size(0), 3, heads, width}).permute({1, 2, 0, 3}).unbind();
  const Tensor query = parts[0] / std::sqrt(static_cast<double>(width));  // [heads, L, width]
  const Tensor scores = torch::softmax(torch::matmul(query, parts[1].transpose(1, 2)), -1);
  const Tensor heard = torch::matmul(scores, parts[2]).transpose(0, 1).reshape_as(x);
  return layer.attention_output(heard);
}

void BertEncoder::Encode(std::span<const int64_t> tokens, View<float> features,
                         const Context&) const {
  if (tokens.size() > shape_.max_tokens)
    Fail(ErrorCode::kOutOfRange, "a sentence of {} BERT tokens; the model takes {}. Split the text",
         tokens.size(), shape_.max_tokens);
  for (const int64_t token : tokens)
    if (token < 0 || token >= Int(vocabulary_))
      Fail(ErrorCode::kOutOfRange, "token {} is not among the {} of the BERT", token, vocabulary_);
  compute_->Run([&] {
    const train::Autocast lower = compute_->Lower();
    const Tensor ids = FromIds(tokens, compute_->device()).squeeze(0);
    Tensor x = words_.index_select(0, ids) + positions_.narrow(0, 0, ids.size(0));
    x = Normalize(embedding_norm_, x);
    for (const Layer& layer : layers_) {
      x = Normalize(layer.attention_norm, x + Attend(layer, x));
      x = Normalize(layer.output_norm, x + layer.output(torch::gelu(layer.intermediate(x))));
    }
    ToRows(x.t().unsqueeze(0), features);
  });
}

}  // namespace bv2::torch_runtime
