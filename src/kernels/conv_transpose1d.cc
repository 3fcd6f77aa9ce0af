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
                                           std::span<const float> bias, size_t in_channels,
                                           size_t out_channels, size_t taps, size_t stride,
                                           size_t padding)
    : in_channels_(in_channels),
      out_channels_(out_channels),
      taps_(taps),
      stride_(stride),
      padding_(padding) {
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
  const size_t rows = (input_rows - 1) * stride_ + taps_;
  return rows > 2 * padding_ ? rows - 2 * padding_ : 0;
}

void ConvTranspose1d(const ConvTransposeWeights& weights, View<const float> x, View<float> y,
                     Activation input_activation, const ThreadPool& pool) {
  const size_t stride = weights.stride();
  const size_t padding = weights.padding();
  BV2_CHECK(x.cols() == weights.in_channels(), "a transposed convolution of {} inputs got {}",
            weights.in_channels(), x.cols());
  BV2_CHECK(y.cols() == weights.out_channels() && y.rows() == weights.OutputRows(x.rows()),
            "a transposed convolution gives {} × {}, the output is {} × {}",
            weights.OutputRows(x.rows()), weights.out_channels(), y.rows(), y.cols());
  std::vector<ConvPhase> phases;
  phases.reserve(stride);
  for (size_t phase = 0; phase < stride; ++phase) {
    // The first output row of this phase that is not cut off by the padding.
    const size_t first_q = padding > phase ? (padding - phase + stride - 1) / stride : 0;
    const size_t first_row = first_q * stride + phase - padding;
    if (first_row >= y.rows()) continue;
    const ConvWeights& part = weights.phases()[phase];
    const size_t rows = (y.rows() - first_row + stride - 1) / stride;
    phases.push_back(
        {.weights = {.shape = {part.out_channels(), part.in_channels(), part.taps()},
                     .data = part.panels(),
                     .bias = part.bias()},
         .offset = static_cast<ptrdiff_t>(first_q) - static_cast<ptrdiff_t>(part.taps()) + 1,
         .y = {y.row(first_row), rows, y.cols(), y.stride() * stride}});
  }
  if (phases.empty()) return;
  RunTiledConv(phases, x, {.input_activation = input_activation}, pool);
}

}  // namespace bv2::kernels
