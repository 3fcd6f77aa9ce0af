#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/tensor.h"

namespace bv2::model {

// The tensors of one checkpoint by name, whatever its format. Immutable.
class TensorFile {
 public:
  // Reads .safetensors, or .pth/.pt/.bin of torch. The tensors of a training checkpoint are those
  // of its "model" entry, or of "state_dict" if that is there instead; a file that is one bare
  // tensor gives it under the name "". Throws kNotFound, kCorruptFile, kUnsupported.
  static std::shared_ptr<const TensorFile> Open(const std::filesystem::path& path);

  TensorFile(std::string source, NamedTensors tensors, FileImage image = {});

  const std::string& source() const { return source_; }     // names the file in messages
  const NamedTensors& tensors() const { return tensors_; }  // in file order
  const Tensor* Find(std::string_view name) const;          // nullptr if there is none

  // Says that bytes of a tensor will not be read soon: if they lie in the mapped file, its pages no
  // longer count as this process's memory.
  void Release(std::span<const std::byte> bytes) const;

 private:
  FileImage image_;  // empty if the tensors were made otherwise
  std::string source_;
  NamedTensors tensors_;
  std::unordered_map<std::string_view, size_t> index_;
};

class Value;
// The tensors that TensorFile::Open takes out of a torch file's content.
NamedTensors ModelTensors(const Value& root, const std::string& source);

}  // namespace bv2::model
