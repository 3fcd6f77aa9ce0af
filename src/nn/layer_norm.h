#pragma once

#include <cstddef>
#include <string_view>

#include "base/view.h"
#include "model/weights.h"

namespace bv2::nn {

// Layer normalisation over the channels of each row. Parameters are named gamma and beta (VITS and
// old BERT files) or weight and bias (BERT); either is found.
class LayerNorm {
 public:
  LayerNorm(const model::Weights& weights, std::string_view name, size_t channels,
            float eps = 1e-5f);

  // y = norm(x + residual); residual may be empty; y may be x or residual.
  void Forward(View<const float> x, View<const float> residual, View<float> y) const;

 private:
  model::Floats gamma_;
  model::Floats beta_;
  float eps_;
};

}  // namespace bv2::nn
