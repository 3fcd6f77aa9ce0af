#pragma once

#include <torch/torch.h>

#include <string>
#include <string_view>

#include "model/tensor.h"
#include "model/tensor_file.h"

namespace bv2::train {

// A copy of the tensor of a file, with its type and shape, on the CPU.
torch::Tensor ToTorch(const model::Tensor& tensor);
// A contiguous copy for a file. Throws kUnsupported for a type that checkpoints do not have.
model::Tensor FromTorch(const torch::Tensor& tensor);

// Parameters and buffers of a network in the order of the original's state dict.
std::vector<std::pair<std::string, torch::Tensor>> StateOf(const torch::nn::Module& network);

// Sets every parameter and buffer of the network to the tensor of the same name. Throws kNotFound
// or kInvalidArgument naming the first tensor that the file lacks or has in another shape.
void LoadState(torch::nn::Module& network, const model::TensorFile& file,
               std::string_view prefix = "");

}  // namespace bv2::train
