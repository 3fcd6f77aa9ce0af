#include "train/checkpoint/tensors.h"

#include <cstring>

#include "base/error.h"

namespace bv2::train {
namespace {

using model::DType;

constexpr const char* kRemedy =
    "was it trained with another config? To take what fits, start from it with --base";

constexpr std::pair<DType, torch::ScalarType> kTypes[] = {
    {DType::kF32, torch::kFloat},  {DType::kF16, torch::kHalf}, {DType::kBF16, torch::kBFloat16},
    {DType::kF64, torch::kDouble}, {DType::kI64, torch::kLong}, {DType::kI32, torch::kInt},
    {DType::kI16, torch::kShort},  {DType::kI8, torch::kChar},  {DType::kU8, torch::kByte},
    {DType::kBool, torch::kBool},
};

torch::ScalarType ScalarTypeOf(DType dtype) {
  for (const auto& [ours, theirs] : kTypes)
    if (ours == dtype) return theirs;
  Fail(ErrorCode::kInternal, "no tensor type for {}", model::DTypeName(dtype));
}

DType DTypeOf(torch::ScalarType type) {
  for (const auto& [ours, theirs] : kTypes)
    if (theirs == type) return ours;
  Fail(ErrorCode::kUnsupported, "checkpoints have no tensors of the type {}", c10::toString(type));
}

// As in the original's state dicts: a module's own tensors, then those of its children.
void AddState(const torch::nn::Module& module, const std::string& prefix,
              std::vector<std::pair<std::string, torch::Tensor>>& state) {
  for (const auto& item : module.named_parameters(/*recurse=*/false))
    state.emplace_back(prefix + item.key(), item.value());
  for (const auto& item : module.named_buffers(/*recurse=*/false))
    state.emplace_back(prefix + item.key(), item.value());
  for (const auto& child : module.named_children())
    AddState(*child.value(), prefix + child.key() + ".", state);
}

}  // namespace

torch::Tensor ToTorch(const model::Tensor& tensor) {
  const std::vector<int64_t> shape(tensor.shape.begin(), tensor.shape.end());
  const torch::Tensor result = torch::empty(shape, ScalarTypeOf(tensor.dtype));
  std::vector<std::byte> scratch;
  const auto bytes = model::PackedBytes(tensor, scratch);
  if (!bytes.empty()) std::memcpy(result.data_ptr(), bytes.data(), bytes.size());
  return result;
}

model::Tensor FromTorch(const torch::Tensor& tensor) {
  const torch::Tensor packed = tensor.detach().to(torch::kCPU).contiguous();
  std::vector<std::byte> bytes(packed.nbytes());
  if (!bytes.empty()) std::memcpy(bytes.data(), packed.data_ptr(), bytes.size());
  return model::TensorOfBytes(DTypeOf(packed.scalar_type()),
                              {packed.sizes().begin(), packed.sizes().end()}, std::move(bytes));
}

std::vector<std::pair<std::string, torch::Tensor>> StateOf(const torch::nn::Module& network) {
  std::vector<std::pair<std::string, torch::Tensor>> state;
  AddState(network, "", state);
  return state;
}

void LoadState(torch::nn::Module& network, const model::TensorFile& file, std::string_view prefix) {
  const torch::NoGradGuard no_grad;
  for (auto& [name, value] : StateOf(network)) {
    const std::string stored = std::string(prefix) + name;
    const model::Tensor* tensor = file.Find(stored);
    if (tensor == nullptr)
      Fail(ErrorCode::kNotFound, "'{}' has no tensor {}; {}", file.source(), stored, kRemedy);
    const std::vector<size_t> shape(value.sizes().begin(), value.sizes().end());
    if (tensor->shape != shape)
      Fail(ErrorCode::kInvalidArgument, "'{}': {} has shape {}, the network needs {}; {}",
           file.source(), stored, model::ShapeText(tensor->shape), model::ShapeText(shape),
           kRemedy);
    value.copy_(ToTorch(*tensor));
  }
}

}  // namespace bv2::train
