#include "model/inspect.h"

#include <algorithm>

#include "model/checkpoint.h"
#include "model/tensor_file.h"
#include "model/torch_file.h"
#include "model/version.h"

namespace bv2::model {
namespace {

std::string FormatOf(const FileImage& file) {
  if (!IsTorchFile(file)) return "safetensors";
  return file.bytes[0] == std::byte{'P'} ? "torch zip" : "torch legacy pickle";
}

void CountTensors(Inspection& result, const NamedTensors& tensors) {
  for (const auto& [name, tensor] : tensors) {
    result.parameters += tensor.size();
    result.tensor_bytes += tensor.byte_size();
    result.tensors.push_back({name, tensor.dtype, tensor.shape});
    const auto same = std::find_if(result.dtypes.begin(), result.dtypes.end(),
                                   [&, &t = tensor](const auto& d) { return d.first == t.dtype; });
    if (same == result.dtypes.end())
      result.dtypes.emplace_back(tensor.dtype, 1);
    else
      ++same->second;
  }
  std::stable_sort(result.dtypes.begin(), result.dtypes.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
}

void ReadTrainingState(Inspection& result, const Value& root) {
  const auto* dict = root.If<Dict>();
  if (dict == nullptr || dict->Find("model") == nullptr) return;
  if (const Value* found = dict->Find("iteration"))
    if (const auto* iteration = found->If<int64_t>()) result.iteration = *iteration;
  if (const Value* found = dict->Find("learning_rate"))
    if (const auto* rate = found->If<double>()) result.learning_rate = *rate;
  const Value* optimizer = dict->Find("optimizer");
  result.has_optimizer = optimizer != nullptr && !optimizer->is_none();
}

}  // namespace

Inspection Inspect(const std::filesystem::path& path) {
  const FileImage image = MapFile(path);
  const Value root = ReadCheckpoint(path);
  const TensorFile file(image.source, ModelTensors(root, image.source));
  Inspection result;
  result.source = image.source;
  result.format = FormatOf(image);
  result.version = DetectVersion(file);
  result.runnable = IsRunnableVoice(file);
  result.file_bytes = image.bytes.size();
  result.shape = ReadNetworkShape(file);
  result.stripped = result.runnable && !result.shape.spec_channels;
  CountTensors(result, file.tensors());
  ReadTrainingState(result, root);
  return result;
}

}  // namespace bv2::model
