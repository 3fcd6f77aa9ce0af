#include "kernels/panels.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::kernels {

size_t PanelShape::floats() const {
  if (out_channels == 0) return 0;
  const size_t last = panels() - 1;
  return offset(last) + width(last) * in_channels * taps;
}

void PackPanels(const PanelShape& shape, const PanelSource& source, std::span<float> panels) {
  BV2_CHECK(panels.size() >= shape.floats(), "{} floats do not hold panels of {}", panels.size(),
            shape.floats());
  float* to = panels.data();
  for (size_t panel = 0; panel < shape.panels(); ++panel) {
    const size_t first = panel * kPanelWidth;
    const size_t width = shape.width(panel);
    const size_t present = std::min(width, shape.out_channels - first);
    for (size_t block = 0; block < shape.in_channels; block += kInputBlock) {
      const size_t block_end = std::min(block + kInputBlock, shape.in_channels);
      for (size_t tap = 0; tap < shape.taps; ++tap) {
        for (size_t in = block; in < block_end; ++in, to += width) {
          const float* from = source.data + first * source.out_stride + in * source.in_stride +
                              static_cast<ptrdiff_t>(tap) * source.tap_stride;
          for (size_t out = 0; out < present; ++out) to[out] = from[out * source.out_stride];
          std::fill(to + present, to + width, 0.0f);
        }
      }
    }
  }
}

}  // namespace bv2::kernels
