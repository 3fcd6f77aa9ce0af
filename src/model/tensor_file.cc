#include "model/tensor_file.h"

#include <functional>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "model/safetensors.h"
#include "model/torch_file.h"

namespace bv2::model {
namespace {

NamedTensors ReadAny(const FileImage& file) {
  if (IsTorchFile(file)) return ModelTensors(ReadTorchFile(file), file.source);
  if (IsSafetensors(file)) return ReadSafetensors(file).tensors;
  Fail(ErrorCode::kCorruptFile,
       "'{}' is neither a torch checkpoint (.pth, .pt, .bin) nor a .safetensors file", file.source);
}

}  // namespace

NamedTensors ModelTensors(const Value& root, const std::string& source) {
  if (const auto* tensor = root.If<Tensor>()) return {{"", *tensor}};
  const auto* dict = root.If<Dict>();
  for (const char* entry : {"model", "state_dict"})
    if (const Value* inner = dict == nullptr ? nullptr : dict->Find(entry))
      if (const auto* inner_dict = inner->If<Dict>()) {
        dict = inner_dict;
        break;
      }
  NamedTensors tensors;
  if (dict != nullptr)
    for (const auto& [key, value] : dict->items)
      if (key.If<std::string>() != nullptr && value.If<Tensor>() != nullptr)
        tensors.emplace_back(*key.If<std::string>(), *value.If<Tensor>());
  if (tensors.empty())
    Fail(ErrorCode::kUnsupported, "'{}' holds no named tensors (its content is a {})", source,
         root.TypeName());
  return tensors;
}

std::shared_ptr<const TensorFile> TensorFile::Open(const std::filesystem::path& path) {
  const FileImage file = MapFile(path);
  return std::make_shared<const TensorFile>(file.source, ReadAny(file), file);
}

TensorFile::TensorFile(std::string source, NamedTensors tensors, FileImage image)
    : image_(std::move(image)), source_(std::move(source)), tensors_(std::move(tensors)) {
  index_.reserve(tensors_.size());
  for (size_t i = 0; i < tensors_.size(); ++i) index_.emplace(tensors_[i].first, i);
}

void TensorFile::Release(std::span<const std::byte> bytes) const {
  const std::less_equal<const std::byte*> before;
  const std::byte *const begin = image_.bytes.data(), *const end = begin + image_.bytes.size();
  if (before(begin, bytes.data()) && before(bytes.data() + bytes.size(), end)) ReleasePages(bytes);
}

const Tensor* TensorFile::Find(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &tensors_[found->second].second;
}

}  // namespace bv2::model
