#pragma once

namespace bv2::kernels {

// An elementwise function that a kernel applies while it loads or stores.
struct Activation {
  enum class Kind { kNone, kRelu, kLeakyRelu, kGelu, kTanh };
  Kind kind = Kind::kNone;
  float slope = 0.0f;  // kLeakyRelu: factor of negative values

  static constexpr Activation Relu() { return {Kind::kRelu, 0.0f}; }
  static constexpr Activation LeakyRelu(float slope) { return {Kind::kLeakyRelu, slope}; }
  static constexpr Activation Gelu() { return {Kind::kGelu, 0.0f}; }  // exact: x Φ(x), by erf
  static constexpr Activation Tanh() { return {Kind::kTanh, 0.0f}; }
};

}  // namespace bv2::kernels
