#include "kernels/panels.h"

#include <algorithm>

#include "base/check.h"

namespace bv2::kernels {

size_t PanelShape::floats() const {
  if (out_channels == 0) return 0;
  const size_t last = panels() - 1;
  return offset(last) + width(last) * in_channels * taps;
}

namespace {

// One block of inputs of one panel: [tap][input][width]. The source is read along its own rows: a
// checkpoint holds an output's inputs and taps together, a matrix of values its outputs.
void PackBlock(const PanelSource& source, size_t inputs, size_t taps, size_t present, size_t width,
               float* to) {
  if (source.out_stride == 1) {
    for (size_t tap = 0; tap < taps; ++tap) {
      for (size_t in = 0; in < inputs; ++in, to += width) {
        const float* from = source.data + in * source.in_stride + tap * source.tap_stride;
        std::fill(std::copy_n(from, present, to), to + width, 0.0f);
      }
    }
    return;
  }
  if (present < width) std::fill(to, to + inputs * taps * width, 0.0f);
  for (size_t out = 0; out < present; ++out) {
    for (size_t in = 0; in < inputs; ++in) {
      const float* from = source.data + out * source.out_stride + in * source.in_stride;
      for (size_t tap = 0; tap < taps; ++tap) {
        to[(tap * inputs + in) * width + out] = from[tap * source.tap_stride];
      }
    }
  }
}

}  // namespace

void PackPanels(const PanelShape& shape, const PanelSource& source, std::span<float> panels) {
  BV2_CHECK(panels.size() >= shape.floats(), "{} floats do not hold panels of {}", panels.size(),
            shape.floats());
  float* to = panels.data();
  for (size_t panel = 0; panel < shape.panels(); ++panel) {
    const size_t first = panel * kPanelWidth;
    const size_t width = shape.width(panel);
    const size_t present = std::min(width, shape.out_channels - first);
    for (size_t block = 0; block < shape.in_channels; block += kInputBlock) {
      const size_t inputs = std::min(kInputBlock, shape.in_channels - block);
      PanelSource part = source;
      part.data += first * source.out_stride + block * source.in_stride;
      PackBlock(part, inputs, shape.taps, present, width, to);
      to += inputs * shape.taps * width;
    }
  }
}

}  // namespace bv2::kernels
