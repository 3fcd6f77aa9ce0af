#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/dense.h"

namespace bv2::nn {

// Names of the four projections below a layer's scope; VITS and BERT differ.
struct AttentionNames {
  std::string query = "conv_q";
  std::string key = "conv_k";
  std::string value = "conv_v";
  std::string output = "conv_o";
};

// Multi-head self-attention (Vaswani et al. 2017, §3.2.2), with relative positions within a window
// (Shaw et al. 2018) where the file has `emb_rel_k` and `emb_rel_v`.
class SelfAttention {
 public:
  // Throws kInvalidArgument if channels is not divisible by heads.
  SelfAttention(const model::Weights& weights, size_t channels, size_t heads,
                const AttentionNames& names = {});

  // x [T][channels] → y [T][channels] = output(attention(x)) + residual; residual may be empty.
  // y may be the residual but not x. With `lengths`, x holds several sequences one after the other,
  // whose lengths they are, and each attends to itself only.
  void Forward(View<const float> x, View<const float> residual, View<float> y,
               const Context& context, std::span<const size_t> lengths = {}) const;

 private:
  size_t channels_;
  size_t heads_;
  Dense query_key_value_;  // the three projections as one GEMM
  Dense output_;
  model::Floats relative_key_;  // [2·window + 1][channels / heads] or empty
  model::Floats relative_value_;
};

}  // namespace bv2::nn
