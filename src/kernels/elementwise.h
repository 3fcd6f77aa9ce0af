#pragma once

#include <cstddef>
#include <span>

#include "base/thread_pool.h"
#include "base/view.h"

namespace bv2::kernels {

// y[t] = gamma · (x[t] − mean)/√(var + eps) + beta over the channels of each row (Ba et al. 2016);
// with a residual, x + residual takes the place of x. y may be x or residual.
void LayerNorm(View<const float> x, View<const float> residual, std::span<const float> gamma,
               std::span<const float> beta, float eps, View<float> y);

// In place, exact: x Φ(x), by erf.
void GeluInPlace(View<float> x);

// y[t][c] = tanh(x[t][c] + g[c]) · sigmoid(x[t][C + c] + g[C + c]), the gate of WaveNet
// (van den Oord et al. 2016, eq. 2).   x [T][2C]   g [2C] or empty   y [T][C]
void GatedTanh(View<const float> x, std::span<const float> g, View<float> y);

// Depthwise convolution: channel c of y sees channel c of x only; zero padding keeps T.
//   weight [C][taps] contiguous   bias [C]   x, y [T][C], not overlapping
void DepthwiseConv1d(View<const float> x, std::span<const float> weight,
                     std::span<const float> bias, size_t taps, size_t dilation, View<float> y);

// out += scale · x, elementwise over the matrix.
void AddScaled(View<const float> x, float scale, View<float> out);
// Adds `row` [C] to every row of x.
void AddRow(std::span<const float> row, View<float> x);
// x *= scale
void Scale(float scale, View<float> x);
// x = exp(x), elementwise (error below 2 ulp)
void ExpInPlace(View<float> x);

}  // namespace bv2::kernels
