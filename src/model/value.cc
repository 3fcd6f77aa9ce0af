#include "model/value.h"

namespace bv2::model {

const Value* Dict::Find(std::string_view key) const {
  for (const auto& [name, value] : items)
    if (const auto* text = name.If<std::string>(); text != nullptr && *text == key) return &value;
  return nullptr;
}

const char* Value::TypeName() const {
  static constexpr const char* kNames[] = {"None", "bool",  "int",  "float", "str",
                                           "list", "tuple", "dict", "tensor"};
  return kNames[value_.index()];
}

}  // namespace bv2::model
