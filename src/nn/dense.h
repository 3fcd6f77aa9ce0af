#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>

#include "base/context.h"
#include "base/view.h"
#include "kernels/activation.h"
#include "kernels/conv1d.h"
#include "kernels/half_linear.h"
#include "model/weights.h"

namespace bv2::nn {

struct DenseOptions {
  kernels::Activation output_activation = {};
  View<const float> residual = {};  // [T][out] or empty; may be y
};

// A position-wise Linear of a transformer. A large one whose file stores it in 16 bits keeps them:
// it takes half of the memory and gives what the same values in f32 would, but for rounding.
class Dense {
 public:
  // Reads `<name>.weight`, stored as [out][in] or [out][in][1], and `<name>.bias`.
  Dense(const model::Weights& weights, const std::string& name, size_t in, size_t out);
  // Several layers of the same input as one: their outputs, `out` of each, side by side.
  Dense(const model::Weights& weights, std::span<const std::string> names, size_t in, size_t out);

  // x [T][in] → y [T][out], not overlapping.
  void Forward(View<const float> x, View<float> y, const Context& context,
               const DenseOptions& options = {}) const;

  bool half() const { return std::holds_alternative<kernels::HalfWeights>(weights_); }

 private:
  std::variant<kernels::ConvWeights, kernels::HalfWeights> weights_;
};

}  // namespace bv2::nn
