#pragma once

#include <cstddef>
#include <span>

#include "kernels/conv_method.h"
#include "kernels/panels.h"

namespace bv2::kernels {

// Transforms filters, in double precision, to [panel][plane][input][32 outputs].
//   weight [out][in][taps]   contiguous
//   panels [shape.floats()]
void PackToomPanels(ConvMethod method, std::span<const float> weight, size_t taps,
                    const PanelShape& shape, std::span<float> panels);

}  // namespace bv2::kernels
