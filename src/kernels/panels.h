#pragma once

#include <cstddef>
#include <span>

namespace bv2::kernels {

// Matrices and filters are kept as panels of output channels, one linear stream for the kernel:
//   [panel][block of 16 inputs][tap][input within the block][32 outputs]
// The last panel is 16 wide if that holds the remaining outputs; the last block has only the inputs
// that exist. Missing outputs are zero.
inline constexpr size_t kPanelWidth = 32;
inline constexpr size_t kNarrowPanelWidth = 16;
inline constexpr size_t kInputBlock = 16;

constexpr size_t CeilDiv(size_t a, size_t b) { return (a + b - 1) / b; }

struct PanelShape {
  size_t out_channels = 0;
  size_t in_channels = 0;
  size_t taps = 1;

  size_t panels() const { return CeilDiv(out_channels, kPanelWidth); }
  size_t width(size_t panel) const {
    return out_channels - panel * kPanelWidth > kNarrowPanelWidth ? kPanelWidth : kNarrowPanelWidth;
  }
  size_t offset(size_t panel) const { return panel * kPanelWidth * in_channels * taps; }
  // Sizes of the two arrays in floats.
  size_t floats() const;
  size_t bias_floats() const { return panels() * kPanelWidth; }
};

// Non-owning.
struct Panels {
  PanelShape shape;
  const float* data = nullptr;
  const float* bias = nullptr;  // [bias_floats()] or null: zero
};

// Where the source keeps element (output, input, tap): at the sum of index · stride.
struct PanelSource {
  const float* data = nullptr;
  size_t out_stride = 0;
  size_t in_stride = 0;
  size_t tap_stride = 0;
};

// panels [shape.floats()]
void PackPanels(const PanelShape& shape, const PanelSource& source, std::span<float> panels);

}  // namespace bv2::kernels
