#pragma once

#include <cstddef>

#include "base/view.h"
#include "kernels/activation.h"
#include "kernels/conv_method.h"
#include "kernels/conv_tile.h"
#include "kernels/panels.h"

namespace bv2::kernels {

// Outputs are computed in groups of ConvMethodShape::outputs rows that lie `dilation` apart. Groups
// are counted from the first output row on: `dilation` interleaved groups cover outputs · dilation
// rows, then the next ones follow.
struct ToomGroups {
  size_t dilation = 1;
  size_t first = 0;
  size_t count = 0;

  // Number of groups that cover `rows` rows.
  static size_t Covering(size_t rows, size_t outputs, size_t dilation);
  size_t FirstRow(size_t group, size_t outputs) const {
    return group / dilation * (outputs * dilation) + group % dilation;
  }
};

// Transformed inputs of some groups: [plane][block of 16 channels][group][16].
struct ToomInputs {
  float* data = nullptr;
  size_t groups = 0;
  size_t plane_stride = 0;  // floats

  static ToomInputs In(float* data, size_t groups, size_t channels);
  static size_t Floats(size_t planes, size_t groups, size_t channels);
};

// The inputs of some groups to be transformed.
struct ToomTransform {
  ConvMethod method = ConvMethod::kDirect;
  View<const float> x;   // rows outside it are zero
  ptrdiff_t offset = 0;  // row of x that tap 0 of output row 0 reads
  Activation activation = {};
  ToomGroups groups;
  ToomInputs to;          // groups.count groups
  float* rows = nullptr;  // [ToomRowFloats(method, dilation)] of scratch memory
};

size_t ToomRowFloats(ConvMethod method, size_t dilation);

// Transforms the channel blocks [first_block, last_block).
void TransformToomInputs(const ToomTransform& transform, size_t first_block, size_t last_block);

// Floats of scratch memory that ComputeToomPanel needs.
size_t ToomProductFloats(ConvMethod method, size_t groups);

// A panel of outputs of some groups.
struct ToomPanel {
  ConvMethod method = ConvMethod::kDirect;
  Panels weights;  // its taps are planes: [panel][plane][input][32]
  size_t panel = 0;
  ToomGroups groups;
  ToomInputs inputs;
  size_t first_input = 0;  // of the groups in `inputs`
  View<float> y;           // all rows of the convolution, not only these groups
  Epilogue epilogue = {};  // its residual has the rows of y
  float* products = nullptr;
};

// Each output is computed by the same operations in the same order, whatever the range of groups.
void ComputeToomPanel(const ToomPanel& panel);

}  // namespace bv2::kernels
