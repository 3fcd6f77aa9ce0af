#pragma once

#include <torch/torch.h>

#include <span>

#include "base/view.h"
#include "model/weights.h"

namespace bv2::torch_runtime {

using torch::Tensor;

// Between the runtime's rows [time][channel] in the memory of this machine and tensors
// [1, channel, time] on any device. A tensor that From… gives on the CPU may still be the rows.

Tensor FromRows(View<const float> rows, const torch::Device& device);
Tensor FromIds(std::span<const int64_t> ids, const torch::Device& device);      // → [1, T]
Tensor FromVector(std::span<const float> values, const torch::Device& device);  // → [1, C, 1]
// Waits for the device.
void ToRows(const Tensor& tensor, View<float> rows);

// A copy of a tensor of a file, on the CPU.
Tensor FromFile(const model::Floats& values, at::IntArrayRef shape);

}  // namespace bv2::torch_runtime
