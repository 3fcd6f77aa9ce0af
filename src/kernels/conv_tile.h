#pragma once

#include <cstddef>

#include "base/view.h"
#include "kernels/activation.h"
#include "kernels/panels.h"

namespace bv2::kernels {

// The input rows of one tile as the micro-kernel reads them: [block of 16 channels][row][16], so
// that the rows of a block are neighbours in the cache at any channel count.
struct PackedRows {
  const float* data = nullptr;
  size_t rows = 0;  // distance of two blocks in rows

  static size_t Blocks(size_t channels) { return (channels + kInputBlock - 1) / kInputBlock; }
  static size_t Floats(size_t rows, size_t channels) {
    return rows * Blocks(channels) * kInputBlock;
  }
};

// Copies rows [first, first + rows) of x through `activation` to `packed`, which has room for
// PackedRows::Floats(rows, x.cols()); rows outside x are zero.
PackedRows PackRows(View<const float> x, ptrdiff_t first, size_t rows, Activation activation,
                    float* packed);

// What happens to the sums before they are stored, see ConvOptions.
struct Epilogue {
  Activation activation = {};
  View<const float> residual = {};
  float scale = 1.0f;
  bool accumulate = false;
};

// A rectangle of outputs: all rows of y, the channels of panels [first_panel, last_panel).
struct ConvTile {
  Panels weights;
  PackedRows x;
  size_t first_row = 0;  // packed row read by tap 0 of y's first row
  size_t dilation = 1;
  size_t first_panel = 0;
  size_t last_panel = 0;
  View<float> y;
  Epilogue epilogue = {};  // its residual has the rows of y
  // Rows that will be read next, brought into L2 meanwhile; may be empty.
  View<const float> next = {};
};

// Each output is summed in one fixed order, whatever the tile: bias, then blocks of 16 inputs, taps
// and inputs within the block.
void ComputeConvTile(const ConvTile& tile);

}  // namespace bv2::kernels
