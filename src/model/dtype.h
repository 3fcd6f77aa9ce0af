#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bv2::model {

// Element types that checkpoints contain.
enum class DType : uint8_t { kF32, kF16, kBF16, kF64, kI64, kI32, kI16, kI8, kU8, kBool };

size_t DTypeSize(DType dtype);  // bytes per element

// "F32", … as in safetensors headers.
std::string_view DTypeName(DType dtype);
std::optional<DType> DTypeFromName(std::string_view name);

// "FloatStorage", … as torch names its typed storages.
std::string_view StorageClassName(DType dtype);
std::optional<DType> DTypeFromStorageClass(std::string_view name);

// IEEE binary16 and bfloat16 bit patterns to and from f32. Rounds to nearest even; values beyond
// the range of binary16 become infinities.
float HalfToFloat(uint16_t bits);
uint16_t FloatToHalf(float value);
float BFloat16ToFloat(uint16_t bits);

}  // namespace bv2::model
