#include "kernels/conv_method.h"

#include <algorithm>

namespace bv2::kernels {
namespace {

struct Choice {
  size_t taps;          // at most, and more than the row above has
  size_t min_channels;  // fewer inputs or outputs: the transforms cost more than they save
  ConvMethod safe;
  ConvMethod fast;
};

// Measured with bench/kernels_bench. Per output and pair of channels a method multiplies
// planes / outputs times: F63 8/6, F45 8/4, F44F32 28/12, F44F23 28/8, F44F43 42/16.
constexpr Choice kChoices[] = {
    {2, SIZE_MAX, ConvMethod::kDirect, ConvMethod::kDirect},
    {3, 32, ConvMethod::kF63, ConvMethod::kF63},
    {5, 32, ConvMethod::kF45, ConvMethod::kF45},
    {8, 16, ConvMethod::kF44F32, ConvMethod::kF44F32},
    {12, 16, ConvMethod::kF44F23, ConvMethod::kF44F43},
};

}  // namespace

ConvMethod ChooseConvMethod(size_t out_channels, size_t in_channels, size_t taps,
                            ConvAccuracy accuracy) {
  if (accuracy == ConvAccuracy::kDirect) return ConvMethod::kDirect;
  for (const Choice& choice : kChoices) {
    if (taps > choice.taps) continue;
    if (std::min(out_channels, in_channels) < choice.min_channels) break;
    return accuracy == ConvAccuracy::kFast ? choice.fast : choice.safe;
  }
  return ConvMethod::kDirect;
}

ConvMethodShape ShapeOf(ConvMethod method) {
  if (method == ConvMethod::kDirect) return {};
  return WithNested(method, []<typename N>() {
    return ConvMethodShape{.planes = N::kPlanes, .outputs = N::kOutputs, .inputs = N::kInputs};
  });
}

std::vector<std::vector<double>> WeightTransform(ConvMethod method) {
  return WithNested(method, []<typename N>() {
    std::vector<std::vector<double>> planes;
    for (const auto& outer : N::kOuter.weight) {
      for (const auto& inner : N::kInner.weight) {
        std::vector<double>& plane = planes.emplace_back();
        for (const double by_chunk : outer) {
          for (const double within : inner) plane.push_back(by_chunk * within);
        }
      }
    }
    return planes;
  });
}

}  // namespace bv2::kernels
