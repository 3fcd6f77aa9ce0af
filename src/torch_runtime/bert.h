#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "bert/encoder.h"
#include "bert/feature_model.h"
#include "model/weights.h"
#include "torch_runtime/compute.h"

namespace bv2::torch_runtime {

using torch::Tensor;

// A BERT that LibTorch computes: the twin of bert::Encoder.
class BertEncoder final : public bert::FeatureModel {
 public:
  // Finds the tensors with or without the prefix `bert.`.
  BertEncoder(const model::Weights& file, const bert::EncoderShape& shape,
              std::shared_ptr<const Compute> compute);

  void Encode(std::span<const int64_t> tokens, View<float> features,
              const Context& context) const override;
  size_t hidden() const override { return shape_.hidden; }
  size_t max_tokens() const override { return shape_.max_tokens; }
  size_t vocabulary() const override { return vocabulary_; }

 private:
  struct Linear {
    Tensor weight, bias;
    Tensor operator()(const Tensor& x) const { return torch::linear(x, weight, bias); }
  };
  struct Norm {
    Tensor weight, bias;
  };
  struct Layer {
    Linear query_key_value, attention_output, intermediate, output;
    Norm attention_norm, output_norm;
  };

  Tensor LoadTensor(const model::Weights& weights, const std::string& name,
                    const std::vector<size_t>& shape) const;
  Linear LoadLinear(const model::Weights& weights, const std::string& name, size_t in,
                    size_t out) const;
  Linear LoadAttention(const model::Weights& weights) const;
  Norm LoadNorm(const model::Weights& weights) const;
  void Load(const model::Weights& weights);

  Tensor Normalize(const Norm& norm, const Tensor& x) const;
  Tensor Attend(const Layer& layer, const Tensor& x) const;

  bert::EncoderShape shape_;
  std::shared_ptr<const Compute> compute_;
  size_t vocabulary_;
  Tensor words_, positions_;  // the latter with the type of the first sentence
  Norm embedding_norm_;
  std::vector<Layer> layers_;
};

}  // namespace bv2::torch_runtime
