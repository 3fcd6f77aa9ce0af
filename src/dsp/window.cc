#include "dsp/window.h"

#include <cmath>
#include <numbers>

namespace bv2::dsp {

std::vector<float> HannWindow(size_t size) {
  std::vector<float> window(size);
  const auto step = static_cast<float>(2 * std::numbers::pi / static_cast<double>(size));
  for (size_t t = 0; t < size; ++t)
    window[t] = std::cos(static_cast<float>(t) * step) * -0.5f + 0.5f;
  return window;
}

}  // namespace bv2::dsp
