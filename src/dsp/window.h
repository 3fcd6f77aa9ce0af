#pragma once

#include <cstddef>
#include <vector>

namespace bv2::dsp {

// The periodic Hann window, 1/2 − cos(2πt / size)/2, computed in single precision as PyTorch does.
std::vector<float> HannWindow(size_t size);

}  // namespace bv2::dsp
