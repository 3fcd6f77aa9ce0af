#include "model/dtype.h"

#include <array>
#include <bit>

#include "model/half.h"

namespace bv2::model {
namespace {

struct Row {
  DType dtype;
  size_t size;
  std::string_view name;
  std::string_view storage;
};

// In the order of the enum.
constexpr std::array<Row, 10> kRows = {{
    {DType::kF32, 4, "F32", "FloatStorage"},
    {DType::kF16, 2, "F16", "HalfStorage"},
    {DType::kBF16, 2, "BF16", "BFloat16Storage"},
    {DType::kF64, 8, "F64", "DoubleStorage"},
    {DType::kI64, 8, "I64", "LongStorage"},
    {DType::kI32, 4, "I32", "IntStorage"},
    {DType::kI16, 2, "I16", "ShortStorage"},
    {DType::kI8, 1, "I8", "CharStorage"},
    {DType::kU8, 1, "U8", "ByteStorage"},
    {DType::kBool, 1, "BOOL", "BoolStorage"},
}};

const Row& RowOf(DType dtype) { return kRows[static_cast<size_t>(dtype)]; }

}  // namespace

size_t DTypeSize(DType dtype) { return RowOf(dtype).size; }
std::string_view DTypeName(DType dtype) { return RowOf(dtype).name; }
std::string_view StorageClassName(DType dtype) { return RowOf(dtype).storage; }

std::optional<DType> DTypeFromName(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.dtype;
  return std::nullopt;
}

std::optional<DType> DTypeFromStorageClass(std::string_view name) {
  for (const Row& row : kRows)
    if (row.storage == name) return row.dtype;
  return std::nullopt;
}

float HalfToFloat(uint16_t bits) { return WidenHalf(bits); }

uint16_t FloatToHalf(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint32_t sign = (bits >> 16) & 0x8000u;
  const uint32_t magnitude = bits & 0x7FFFFFFFu;
  if (magnitude > 0x7F800000u) return static_cast<uint16_t>(sign | 0x7E00u);   // NaN
  if (magnitude >= 0x477FF000u) return static_cast<uint16_t>(sign | 0x7C00u);  // rounds past 65504
  if (magnitude < 0x38800000u) {  // below 2^-14: subnormal; the addition rounds at 2^-24
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(shifted) - 0x3F000000u));
  }
  const uint32_t odd = (magnitude >> 13) & 1u;
  return static_cast<uint16_t>(sign | ((magnitude - 0x38000000u + 0xFFFu + odd) >> 13));
}

float BFloat16ToFloat(uint16_t bits) {
  return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
}

}  // namespace bv2::model
