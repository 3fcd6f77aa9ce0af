#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/value.h"

// What the unpickler builds while it runs: a graph of objects that refer to each other freely, even
// in cycles, as the memo of a pickle allows.
namespace bv2::model::pickle {

enum class Global { kOrderedDict, kRebuildTensor, kRebuildParameter, kStorage };

struct Object;

struct Mark {};
struct GlobalRef {
  Global global;
  DType dtype = DType::kF32;  // of a storage class
};
struct StorageRef {
  std::shared_ptr<const Storage> storage;
  DType dtype = DType::kF32;
  size_t offset = 0;  // of a view into the storage, elements
  size_t count = 0;   // elements that tensors may use
};
struct Sequence {
  bool is_tuple = false;
  std::vector<const Object*> items;
};
struct Mapping {
  bool ordered = false;
  std::vector<std::pair<const Object*, const Object*>> items;
  const Object* state = nullptr;
};

// What lies on the unpickler's stack and in its memo. Objects refer to each other freely, even in
// cycles; the Machine owns them all.
struct Object {
  std::variant<std::monostate, Mark, bool, int64_t, double, std::string, Sequence, Mapping, Tensor,
               GlobalRef, StorageRef>
      data;
};

template <typename T>
const T* As(const Object* object) {
  return std::get_if<T>(&object->data);
}

// Turns the graph below `root` into a tree; what is shared is repeated. Throws kUnsupported if the
// tree becomes too deep (a cycle is infinitely deep) or too large, kCorruptFile for a repeated key.
Value ToTree(const Object& root, const std::string& source);

}  // namespace bv2::model::pickle
