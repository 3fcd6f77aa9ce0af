#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/buffer.h"
#include "base/context.h"
#include "base/view.h"
#include "kernels/activation.h"
#include "kernels/panels.h"

namespace bv2::kernels {

enum class HalfType : uint8_t { kF16, kBF16 };

// The weights of a position-wise Linear kept in 16 bits, for networks whose size is memory: a panel
// becomes f32 in cache just before it is multiplied. Immutable.
class HalfWeights {
 public:
  //   weight [out][in], the bits of each value   bias [out] or empty
  HalfWeights(std::span<const uint16_t> weight, std::span<const float> bias, size_t out_channels,
              size_t in_channels, HalfType type);

  const PanelShape& shape() const { return shape_; }
  HalfType type() const { return type_; }
  const uint16_t* panels() const { return panels_.data(); }  // laid out as panels.h says
  const float* bias() const { return bias_.data(); }         // padded to whole panels

 private:
  PanelShape shape_;
  HalfType type_;
  Buffer<uint16_t> panels_;
  Buffer<float> bias_;
};

struct HalfLinearOptions {
  Activation output_activation = {};
  View<const float> residual = {};  // [rows][out] or empty; may be y
};

// y = output_activation(x Wᵀ + b + residual), summed in f32.
//   x [rows][in]   y [rows][out], not overlapping x
// The result has the same bits on any number of threads.
void HalfLinear(const HalfWeights& weights, View<const float> x, View<float> y,
                const HalfLinearOptions& options, const Context& context);

}  // namespace bv2::kernels
