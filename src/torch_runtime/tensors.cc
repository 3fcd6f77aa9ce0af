#include "torch_runtime/tensors.h"

namespace bv2::torch_runtime {
namespace {

int64_t Int(size_t value) { return static_cast<int64_t>(value); }

// torch knows no constant memory; nothing writes to it.
template <typename T>
Tensor Wrap(const T* data, at::IntArrayRef sizes, at::IntArrayRef strides, torch::ScalarType type) {
  return torch::from_blob(const_cast<T*>(data), sizes, strides, type);
}

}  // namespace

Tensor FromRows(View<const float> rows, const torch::Device& device) {
  return Wrap(rows.data(), {1, Int(rows.cols()), Int(rows.rows())}, {0, 1, Int(rows.stride())},
              torch::kFloat)
      .to(device);
}

Tensor FromIds(std::span<const int64_t> ids, const torch::Device& device) {
  return Wrap(ids.data(), {1, Int(ids.size())}, {0, 1}, torch::kLong).to(device);
}

Tensor FromVector(std::span<const float> values, const torch::Device& device) {
  return Wrap(values.data(), {1, Int(values.size()), 1}, {0, 1, 1}, torch::kFloat).to(device);
}

void ToRows(const Tensor& tensor, View<float> rows) {
  torch::from_blob(rows.data(), {1, Int(rows.cols()), Int(rows.rows())}, {0, 1, Int(rows.stride())},
                   torch::kFloat)
      .copy_(tensor);
}

Tensor FromFile(const model::Floats& values, at::IntArrayRef shape) {
  return torch::from_blob(const_cast<float*>(values.data()), shape, torch::kFloat).clone();
}

}  // namespace bv2::torch_runtime
