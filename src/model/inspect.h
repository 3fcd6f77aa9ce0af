#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/network_shape.h"
#include "model/tensor.h"

namespace bv2::model {

// What a checkpoint is, for people.
struct Inspection {
  struct Entry {
    std::string name;
    DType dtype = DType::kF32;
    std::vector<size_t> shape;
  };

  std::string source;
  std::string format;     // "torch zip", "torch legacy pickle", "safetensors"
  std::string version;    // DetectVersion(), or "" when unknown
  bool runnable = false;  // a voice that this program can speak with
  uint64_t file_bytes = 0;
  uint64_t parameters = 0;                       // elements of all tensors of the model
  uint64_t tensor_bytes = 0;                     // their size as stored
  std::vector<std::pair<DType, size_t>> dtypes;  // number of tensors by type, most frequent first
  std::optional<int64_t> iteration;              // of a training checkpoint
  std::optional<double> learning_rate;
  bool has_optimizer = false;
  bool stripped = false;  // a voice without the tensors that only training needs
  NetworkShape shape;
  std::vector<Entry> tensors;  // in file order
};

// Throws kNotFound, kCorruptFile, kUnsupported.
Inspection Inspect(const std::filesystem::path& path);

}  // namespace bv2::model
