#include "kernels/conv_transpose1d.h"

#include <algorithm>

#include "base/check.h"
#include "kernels/tiled_conv.h"

namespace bv2::kernels {
namespace {

// Output row t = q·stride + φ − padding takes the taps k ≡ φ (mod stride) from input q − k/stride.
size_t PhaseTaps(size_t taps, size_t stride, size_t phase) {
  return taps > phase ? (taps - phase + stride - 1) / stride : 0;
}

}  // namespace

ConvTransposeWeights::ConvTransposeWeights(std::span<const float> weight,
                                           std::span<const float> bias,
                                           const ConvTransposeShape& shape)
    : shape_(shape) {
  const auto [in_channels, out_channels, taps, stride, padding] = shape;
  BV2_CHECK(weight.size() == out_channels * in_channels * taps,
            "a transposed convolution of {} × {} × {} got {} weights", in_channels, out_channels,
            taps, weight.size());
  BV2_CHECK(stride > 0, "the stride of a transposed convolution is 0");
  for (size_t phase = 0; phase < stride; ++phase) {
    const size_t phase_taps = PhaseTaps(taps, stride, phase);
    std::vector<float> flipped(out_channels * in_channels * phase_taps);
    for (size_t out = 0; out < out_channels; ++out) {
      for (size_t in = 0; in < in_channels; ++in) {
        for (size_t j = 0; j < phase_taps; ++j) {
          flipped[(out * in_channels + in) * phase_taps + j] =
              weight[(in * out_channels + out) * taps + phase + (phase_taps - 1 - j) * stride];
        }
      }
    }
    phases_.emplace_back(flipped, bias, out_channels, in_channels, phase_taps);
  }
}

size_t ConvTransposeWeights::OutputRows(size_t input_rows) const {
  if (input_rows == 0) return 0;
  const size_t rows = (input_rows - 1) * shape_.stride + shape_.taps;
  return rows > 2 * shape_.padding ? rows - 2 * shape_.padding : 0;
}

void ConvTranspose1d(const ConvTransposeWeights& weights, View<const float> x, View<float> y,
                     const ConvTransposeOptions& options, const ThreadPool& pool) {
  const ConvTransposeShape& shape = weights.shape();
  BV2_CHECK(x.cols() == shape.in_channels, "a transposed convolution of {} inputs got {}",
            shape.in_channels, x.cols());
  BV2_CHECK(y.cols() == shape.out_channels, "a transposed convolution of {} outputs got {}",
            shape.out_channels, y.cols());
  // Row r of y is q·stride + φ of the output before its padding is cut off.
  const size_t uncut = options.first_row + shape.padding;
  std::vector<ConvPhase> phases;
  phases.reserve(shape.stride);
  for (size_t row = 0; row < std::min(shape.stride, y.rows()); ++row) {
    const size_t q = (uncut + row) / shape.stride;
    const ConvWeights& part = weights.phases()[(uncut + row) % shape.stride];
    const size_t rows = (y.rows() - row + shape.stride - 1) / shape.stride;
    phases.push_back({.weights = {.shape = {part.out_channels(), part.in_channels(), part.taps()},
                                  .data = part.panels(),
                                  .bias = part.bias()},
                      .offset = static_cast<ptrdiff_t>(q) - static_cast<ptrdiff_t>(part.taps()) + 1,
                      .y = {y.row(row), rows, y.cols(), y.stride() * shape.stride}});
  }
  if (phases.empty()) return;
  RunTiledConv(phases, x, {.input_activation = options.input_activation}, pool);
}

}  // namespace bv2::kernels
