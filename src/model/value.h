#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "model/tensor.h"

namespace bv2::model {

class Value;

struct List {
  std::vector<Value> items;
};

struct Tuple {
  std::vector<Value> items;
};

// A Python dict, or with `ordered` a collections.OrderedDict, whose attributes (state dicts carry
// `_metadata`) are kept. Keys are None, bool, int, float or string, each once, in insertion order.
struct Dict {
  std::vector<std::pair<Value, Value>> items;
  bool ordered = false;
  std::vector<std::pair<Value, Value>> attributes;

  const Value* Find(std::string_view key) const;  // nullptr if there is no such string key
};

// What a torch checkpoint holds: plain Python values and tensors, nothing executable.
class Value {
 public:
  using Variant =
      std::variant<std::monostate, bool, int64_t, double, std::string, List, Tuple, Dict, Tensor>;

  Value() = default;                                        // None
  Value(bool value) : value_(value) {}                      // NOLINT
  Value(int value) : value_(int64_t{value}) {}              // NOLINT
  Value(int64_t value) : value_(value) {}                   // NOLINT
  Value(double value) : value_(value) {}                    // NOLINT
  Value(std::string value) : value_(std::move(value)) {}    // NOLINT
  Value(const char* value) : value_(std::string(value)) {}  // NOLINT
  Value(List value) : value_(std::move(value)) {}           // NOLINT
  Value(Tuple value) : value_(std::move(value)) {}          // NOLINT
  Value(Dict value) : value_(std::move(value)) {}           // NOLINT
  Value(Tensor value) : value_(std::move(value)) {}         // NOLINT

  bool is_none() const { return value_.index() == 0; }
  // nullptr when the value is of another type.
  template <typename T>
  const T* If() const {
    return std::get_if<T>(&value_);
  }
  template <typename T>
  T* If() {
    return std::get_if<T>(&value_);
  }
  const Variant& variant() const { return value_; }

  // "None", "bool", "int", "float", "str", "list", "tuple", "dict", "tensor".
  const char* TypeName() const;

 private:
  Variant value_;
};

}  // namespace bv2::model
