#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "model/value.h"

namespace bv2::model {

// A storage that a torch pickle refers to by persistent id:
// ('storage', torch.FloatStorage, key, location, count[, view]).
struct StorageId {
  DType dtype = DType::kF32;
  std::string key;
  size_t count = 0;  // elements
};

struct UnpickleOptions {
  std::string source;  // names the file in errors
  size_t base = 0;     // offset of the pickle in the file, for errors
  // Finds a storage, which must hold count elements once the file is read completely.
  std::function<std::shared_ptr<const Storage>(const StorageId&)> storage;
};

struct Unpickled {
  Value value;
  size_t size = 0;  // bytes of the pickle, up to and including STOP
};

// Reads one pickle (protocols 2 to 5) of plain values and tensors. Nothing is ever called: the
// only globals understood are collections.OrderedDict, torch._utils._rebuild_tensor_v2,
// torch._utils._rebuild_parameter and torch's typed storages; each only describes data.
// Throws kUnsupported naming any other global and its offset, kCorruptFile for malformed input.
Unpickled Unpickle(std::span<const std::byte> bytes, const UnpickleOptions& options);

}  // namespace bv2::model
