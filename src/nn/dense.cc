#include "nn/dense.h"

#include <optional>
#include <vector>

namespace bv2::nn {
namespace {

// Smaller layers are not worth the time that widening takes.
constexpr size_t kLargeWeights = 512 * 512;

std::vector<size_t> StoredShape(const model::Weights& weights, const std::string& name, size_t in,
                                size_t out) {
  std::vector<size_t> shape{out, in, 1};
  if (weights.NormedShape(name).size() == 2) shape.pop_back();
  return shape;
}

// Appends the values to `all`, of which they are the only ones if it is empty.
template <typename T>
void Append(std::span<const T> values, std::vector<T>& all) {
  all.insert(all.end(), values.begin(), values.end());
}

// The bits of all layers one after the other; none unless all are stored in the same 16-bit type.
std::optional<std::vector<uint16_t>> HalfBits(const model::Weights& weights,
                                              std::span<const std::string> names, size_t in,
                                              size_t out, model::DType& dtype) {
  std::vector<uint16_t> bits;
  for (const std::string& name : names) {
    if (!weights.Has(name + ".weight")) return std::nullopt;  // weight-normed
    const auto half = weights.GetHalf(name + ".weight", StoredShape(weights, name, in, out));
    if (!half || (!bits.empty() && half->dtype != dtype)) return std::nullopt;
    dtype = half->dtype;
    Append(half->bits, bits);
    weights.Release(*half);
  }
  return bits;
}

std::variant<kernels::ConvWeights, kernels::HalfWeights> Load(const model::Weights& weights,
                                                              std::span<const std::string> names,
                                                              size_t in, size_t out) {
  std::vector<float> bias;
  for (const std::string& name : names) Append(weights.Get(name + ".bias", {out}).span(), bias);
  const size_t all = names.size() * out;
  if (all * in >= kLargeWeights) {
    model::DType dtype{};
    if (const auto bits = HalfBits(weights, names, in, out, dtype))
      return kernels::HalfWeights(
          *bits, bias, all, in,
          dtype == model::DType::kF16 ? kernels::HalfType::kF16 : kernels::HalfType::kBF16);
  }
  if (names.size() == 1) {
    const model::Floats only = weights.GetNormed(names[0], StoredShape(weights, names[0], in, out));
    kernels::ConvWeights packed(only, bias, out, in, /*taps=*/1);
    weights.Release(only);
    return packed;
  }
  std::vector<float> values;
  for (const std::string& name : names) {
    const model::Floats part = weights.GetNormed(name, StoredShape(weights, name, in, out));
    Append(part.span(), values);
    weights.Release(part);
  }
  return kernels::ConvWeights(values, bias, all, in, /*taps=*/1);
}

}  // namespace

Dense::Dense(const model::Weights& weights, const std::string& name, size_t in, size_t out)
    : Dense(weights, std::span(&name, 1), in, out) {}

Dense::Dense(const model::Weights& weights, std::span<const std::string> names, size_t in,
             size_t out)
    : weights_(Load(weights, names, in, out)) {}

void Dense::Forward(View<const float> x, View<float> y, const Context& context,
                    const DenseOptions& options) const {
  if (const auto* half = std::get_if<kernels::HalfWeights>(&weights_)) {
    kernels::HalfLinear(
        *half, x, y, {.output_activation = options.output_activation, .residual = options.residual},
        context);
  } else {
    kernels::Conv1d(std::get<kernels::ConvWeights>(weights_), x, y,
                    {.output_activation = options.output_activation, .residual = options.residual},
                    context.pool);
  }
  context.Count(y.rows(), x.cols() * y.cols());
}

}  // namespace bv2::nn
