#include "nn/layer_norm.h"

#include <string>

#include "kernels/elementwise.h"

namespace bv2::nn {
namespace {

model::Floats LoadEither(const model::Weights& weights, const char* name, const char* old_name,
                         size_t channels) {
  return weights.Get(weights.Has(old_name) ? old_name : name, {channels});
}

}  // namespace

LayerNorm::LayerNorm(const model::Weights& weights, std::string_view name, size_t channels,
                     float eps)
    : gamma_(LoadEither(weights.Scope(name), "weight", "gamma", channels)),
      beta_(LoadEither(weights.Scope(name), "bias", "beta", channels)),
      eps_(eps) {}

void LayerNorm::Forward(View<const float> x, View<const float> residual, View<float> y) const {
  kernels::LayerNorm(x, residual, gamma_, beta_, eps_, y);
}

}  // namespace bv2::nn
