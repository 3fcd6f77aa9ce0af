#include "kernels/toom_panels.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.h"

namespace bv2::kernels {
namespace {

using Outputs = std::array<double, kPanelWidth>;

}  // namespace

void PackToomPanels(ConvMethod method, std::span<const float> weight, size_t taps,
                    const PanelShape& shape, std::span<float> panels) {
  BV2_CHECK(panels.size() >= shape.floats(), "{} floats do not hold panels of {}", panels.size(),
            shape.floats());
  const std::vector<std::vector<double>> transform = WeightTransform(method);
  std::vector<Outputs> filters(taps);  // of one input
  for (size_t panel = 0; panel < shape.panels(); ++panel) {
    const size_t first = panel * kPanelWidth;
    const size_t width = shape.width(panel);
    const size_t present = std::min(width, shape.out_channels - first);
    float* const to = panels.data() + shape.offset(panel);
    for (size_t in = 0; in < shape.in_channels; ++in) {
      for (size_t tap = 0; tap < taps; ++tap) {
        filters[tap] = {};
        for (size_t out = 0; out < present; ++out)
          filters[tap][out] = weight[((first + out) * shape.in_channels + in) * taps + tap];
      }
      for (size_t plane = 0; plane < shape.taps; ++plane) {
        Outputs sums = {};
        for (size_t tap = 0; tap < taps; ++tap) {
          const double factor = transform[plane][tap];
          if (factor == 0.0) continue;
          for (size_t out = 0; out < kPanelWidth; ++out) sums[out] += factor * filters[tap][out];
        }
        std::copy_n(sums.begin(), width, to + (plane * shape.in_channels + in) * width);
      }
    }
  }
}

}  // namespace bv2::kernels
