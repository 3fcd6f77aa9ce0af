#include "model/convert.h"

#include <cmath>
#include <cstring>

#include "base/error.h"
#include "model/checkpoint.h"

namespace bv2::model {
namespace {

// The dict of tensors: the "model" entry, or the whole file.
Dict* StateOf(Value& checkpoint) {
  auto* dict = checkpoint.If<Dict>();
  if (dict == nullptr) return nullptr;
  for (auto& [key, value] : dict->items)
    if (const auto* name = key.If<std::string>(); name != nullptr && *name == "model")
      if (auto* inner = value.If<Dict>()) return inner;
  return dict;
}

}  // namespace

bool IsTrainingTensor(std::string_view name) {
  return name.starts_with("enc_q.") || name.starts_with("sdp.post_");
}

void Strip(Value& checkpoint) {
  Dict* state = StateOf(checkpoint);
  if (state == nullptr) return;
  const auto is_training = [](const auto& item) {
    const auto* name = item.first.template If<std::string>();
    return name != nullptr && IsTrainingTensor(*name);
  };
  std::erase_if(state->items, is_training);
  state->attributes.clear();
  DropOptimizer(checkpoint);
}

void DropOptimizer(Value& checkpoint) {
  auto* const dict = checkpoint.If<Dict>();
  if (dict == nullptr) return;
  for (auto& [key, value] : dict->items)
    if (const auto* name = key.If<std::string>(); name != nullptr && *name == "optimizer")
      value = Value();
}

Tensor ToHalf(const std::string& name, const Tensor& tensor) {
  std::vector<float> values(tensor.size());
  ToFloats(tensor, values);
  std::vector<std::byte> bytes(values.size() * sizeof(uint16_t));
  for (size_t i = 0; i < values.size(); ++i) {
    const uint16_t bits = FloatToHalf(values[i]);
    if (std::isfinite(values[i]) && !std::isfinite(HalfToFloat(bits)))
      Fail(ErrorCode::kInvalidArgument,
           "tensor {} contains {}, which half precision cannot hold; keep it as it is", name,
           values[i]);
    std::memcpy(bytes.data() + i * sizeof(bits), &bits, sizeof(bits));
  }
  Tensor half = TensorOfBytes(DType::kF16, tensor.shape, std::move(bytes));
  half.requires_grad = tensor.requires_grad;
  return half;
}

void StoreAsHalf(Value& checkpoint) {
  Dict* state = StateOf(checkpoint);
  if (state == nullptr) return;
  for (auto& [key, value] : state->items) {
    auto* tensor = value.If<Tensor>();
    if (tensor == nullptr || (tensor->dtype != DType::kF32 && tensor->dtype != DType::kF64))
      continue;
    const auto* name = key.If<std::string>();
    *tensor = ToHalf(name == nullptr ? "" : *name, *tensor);
  }
}

void ConvertCheckpoint(const std::filesystem::path& in, const std::filesystem::path& out,
                       const ConvertOptions& options) {
  Value checkpoint = ReadCheckpoint(in);
  if (options.strip) Strip(checkpoint);
  if (options.drop_optimizer) DropOptimizer(checkpoint);
  if (options.half) StoreAsHalf(checkpoint);
  WriteCheckpoint(out, checkpoint);
}

}  // namespace bv2::model
