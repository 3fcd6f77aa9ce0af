#pragma once

#include <torch/torch.h>

#include "model/weights.h"

namespace bv2::torch_runtime {

// Sets the weights of a network for synthesis: in single precision whatever the file's, normed ones
// folded; those that only training needs stay as they are. Throws naming the tensor that the file
// lacks or has in another shape.
void LoadWeights(torch::nn::Module& network, const model::Weights& weights);

}  // namespace bv2::torch_runtime
