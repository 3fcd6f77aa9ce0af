#include "nn/conv1d.h"

#include <string>
#include <vector>

namespace bv2::nn {
namespace {

model::Floats LoadWeight(const model::Weights& weights, std::string_view name,
                         const ConvShape& shape) {
  std::vector<size_t> wanted{shape.out, shape.in, shape.taps};
  if (shape.taps == 1 && weights.NormedShape(name).size() == 2) wanted.pop_back();
  return weights.GetNormed(name, wanted);
}

model::Floats LoadBias(const model::Weights& weights, std::string_view name,
                       const ConvShape& shape) {
  if (!shape.bias) return {};
  return weights.Get(std::string(name) + ".bias", {shape.out});
}

kernels::ConvWeights Pack(std::span<const float> weight, std::span<const float> bias,
                          const ConvShape& shape) {
  return kernels::ConvWeights(
      weight, bias, shape.out, shape.in, shape.taps,
      kernels::ChooseConvMethod(shape.out, shape.in, shape.taps, shape.accuracy));
}

kernels::ConvWeights Load(const model::Weights& weights, std::string_view name,
                          const ConvShape& shape) {
  const model::Floats weight = LoadWeight(weights, name, shape);
  kernels::ConvWeights packed = Pack(weight, LoadBias(weights, name, shape), shape);
  weights.Release(weight);
  return packed;
}

}  // namespace

Conv1d::Conv1d(const model::Weights& weights, std::string_view name, const ConvShape& shape)
    : weights_(Load(weights, name, shape)), dilation_(shape.dilation) {}

Conv1d::Conv1d(std::span<const float> weight, std::span<const float> bias, const ConvShape& shape)
    : weights_(Pack(weight, bias, shape)), dilation_(shape.dilation) {}

void Conv1d::Forward(View<const float> x, View<float> y, const Context& context,
                     kernels::ConvOptions fused) const {
  ForwardPart(x, 0, y, 0, context, fused);
}

void Conv1d::ForwardPart(View<const float> x, ptrdiff_t first_in, View<float> y,
                         ptrdiff_t first_out, const Context& context,
                         kernels::ConvOptions fused) const {
  fused.dilation = dilation_;
  fused.pad_left = static_cast<ptrdiff_t>(pad_left()) + first_in - first_out;
  kernels::Conv1d(weights_, x, y, fused, context.pool);
  context.Count(y.rows(), in() * out() * weights_.taps());
}

}  // namespace bv2::nn
