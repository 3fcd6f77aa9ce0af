#pragma once

#include <torch/torch.h>

#include <string>

#include "check/compare.h"
#include "model/tensor_file.h"

namespace bv2::train_check {

// The stored values of a tensor, or those of its samples with the computed ones of the same places.
struct Pair {
  torch::Tensor expected, computed;  // doubles
};
// Throws kNotFound if neither is stored, kInvalidArgument for another number of elements.
Pair ReadPair(const model::TensorFile& file, const std::string& name,
              const torch::Tensor& computed);

// Compares a gradient with the recorded one. Sums of products of both signs lose digits in
// proportion to the largest of them, so errors count relative to the tensor's largest element, if
// that is above 1; the tolerance is the case's.
void CheckGradient(check::Comparison& comparison, const std::string& name, const Pair& gradient);

}  // namespace bv2::train_check
