#pragma once

#include <bit>
#include <cstdint>

namespace bv2::model {

// HalfToFloat without branches, which a compiler turns into vectors in a loop.
inline float WidenHalf(uint16_t bits) {
  const uint32_t sign = static_cast<uint32_t>(bits & 0x8000u) << 16;
  const uint32_t exponent = bits & 0x7C00u;
  // 15 is the bias of the exponent there, 127 here; 31 there and 255 here mean infinity or NaN.
  const uint32_t rebase = exponent == 0x7C00u ? 255u - 31u : 127u - 15u;
  const uint32_t normal = (static_cast<uint32_t>(bits & 0x7FFFu) << 13) + (rebase << 23);
  // Zero or subnormal: mantissa · 2^-24.
  const float small = static_cast<float>(static_cast<int32_t>(bits & 0x3FFu)) * 0x1p-24f;
  return std::bit_cast<float>(sign | (exponent == 0 ? std::bit_cast<uint32_t>(small) : normal));
}

}  // namespace bv2::model
