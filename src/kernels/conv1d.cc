#include "kernels/conv1d.h"

#include "base/check.h"
#include "kernels/panels.h"
#include "kernels/tiled_conv.h"
#include "kernels/toom_conv.h"
#include "kernels/toom_panels.h"

namespace bv2::kernels {

ConvWeights::ConvWeights(std::span<const float> weight, std::span<const float> bias,
                         size_t out_channels, size_t in_channels, size_t taps, ConvMethod method)
    : shape_{out_channels, in_channels, taps}, taps_(taps), method_(method) {
  BV2_CHECK(weight.size() == out_channels * in_channels * taps,
            "a convolution of {} × {} × {} got {} weights", out_channels, in_channels, taps,
            weight.size());
  BV2_CHECK(bias.empty() || bias.size() == out_channels,
            "a convolution of {} outputs got {} biases", out_channels, bias.size());
  if (method != ConvMethod::kDirect) shape_.taps = ShapeOf(method).planes;
  panels_ = Buffer<float>(shape_.floats(), Uninitialized{});
  if (method == ConvMethod::kDirect) {
    PackPanels(shape_, {weight.data(), in_channels * taps, taps, 1}, panels_.span());
  } else {
    PackToomPanels(method, weight, taps, shape_, panels_.span());
  }
  bias_ = Buffer<float>(shape_.bias_floats());
  for (size_t i = 0; i < bias.size(); ++i) bias_[i] = bias[i];
}

void Conv1d(const ConvWeights& weights, View<const float> x, View<float> y,
            const ConvOptions& options, const ThreadPool& pool) {
  BV2_CHECK(x.cols() == weights.in_channels() || x.rows() == 0,
            "a convolution of {} input channels got {}", weights.in_channels(), x.cols());
  BV2_CHECK(y.cols() == weights.out_channels(),
            "a convolution of {} output channels got room for {}", weights.out_channels(),
            y.cols());
  BV2_CHECK(options.residual.empty() ||
                (options.residual.rows() == y.rows() && options.residual.cols() == y.cols()),
            "the residual of a convolution is {} × {}, its output {} × {}", options.residual.rows(),
            options.residual.cols(), y.rows(), y.cols());
  if (weights.method() != ConvMethod::kDirect) {
    RunToomConv(weights, x, y, options, pool);
    return;
  }
  const ConvPhase phase{
      .weights = {.shape = weights.shape(), .data = weights.panels(), .bias = weights.bias()},
      .offset = -options.pad_left,
      .y = y};
  RunTiledConv({&phase, 1}, x, options, pool);
}

}  // namespace bv2::kernels
