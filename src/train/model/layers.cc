#include "train/model/layers.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/check.h"

namespace bv2::train {
namespace {

std::vector<int64_t> OrElse(std::vector<int64_t> values, size_t count, int64_t otherwise) {
  return values.empty() ? std::vector<int64_t>(count, otherwise) : values;
}

Tensor Normalized(const Tensor& vector) { return vector / vector.norm().clamp_min(1e-12); }

}  // namespace

torch::nn::Conv1dOptions SameConv(int64_t in, int64_t out, int64_t taps, int64_t dilation) {
  return torch::nn::Conv1dOptions(in, out, taps)
      .dilation(dilation)
      .padding(dilation * (taps - 1) / 2);
}

LayerNorm::LayerNorm(int64_t channels)
    : channels_(channels),
      gamma_(register_parameter("gamma", torch::ones(channels))),
      beta_(register_parameter("beta", torch::zeros(channels))) {}

Tensor LayerNorm::Forward(const Tensor& x) const {
  // In single precision always, as torch's autocast has it on GPUs.
  const Tensor rows = x.transpose(1, -1).to(torch::kFloat);
  return torch::layer_norm(rows, {channels_}, gamma_, beta_, 1e-5).transpose(1, -1);
}

NormedConv::NormedConv(ConvShape shape, Norm norm) : shape_(std::move(shape)), norm_(norm) {
  const size_t rank = shape_.taps.size();
  shape_.stride = OrElse(shape_.stride, rank, 1);
  shape_.padding = OrElse(shape_.padding, rank, 0);
  shape_.dilation = OrElse(shape_.dilation, rank, 1);

  std::vector<int64_t> sizes = {shape_.transposed ? shape_.in : shape_.out,
                                (shape_.transposed ? shape_.out : shape_.in) / shape_.groups};
  sizes.insert(sizes.end(), shape_.taps.begin(), shape_.taps.end());
  if (shape_.turned)
    for (auto* list : {&shape_.stride, &shape_.padding, &shape_.dilation})
      std::ranges::reverse(*list);
  const Tensor weight = torch::empty(sizes);
  torch::nn::init::kaiming_uniform_(weight, std::sqrt(5.0));
  const double bound =
      1 / std::sqrt(static_cast<double>(weight.numel()) / static_cast<double>(sizes[0]));
  bias_ = register_parameter("bias", torch::empty(shape_.out).uniform_(-bound, bound));
  if (norm_ == Norm::kWeight) {
    weight_g_ = register_parameter("weight_g", torch::norm_except_dim(weight, 2, 0));
    weight_v_ = register_parameter("weight_v", weight);
  } else {
    weight_orig_ = register_parameter("weight_orig", weight);
    weight_u_ = register_buffer("weight_u", Normalized(torch::randn(sizes[0])));
    weight_v_ = register_buffer("weight_v", Normalized(torch::randn(weight.numel() / sizes[0])));
  }
}

Tensor NormedConv::SpectralWeight() {
  const Tensor matrix = weight_orig_.flatten(1);
  if (is_training()) {
    const torch::NoGradGuard no_grad;
    weight_v_.copy_(Normalized(torch::mv(matrix.t(), weight_u_)));
    weight_u_.copy_(Normalized(torch::mv(matrix, weight_v_)));
  }
  // Copies: backward needs these values, and the next forward pass overwrites the buffers.
  const Tensor sigma = torch::dot(weight_u_.clone(), torch::mv(matrix, weight_v_.clone()));
  return weight_orig_ / sigma;
}

std::vector<int64_t> NormedConv::weight_shape() const {
  return (norm_ == Norm::kWeight ? weight_v_ : weight_orig_).sizes().vec();
}

void NormedConv::Fold(const Tensor& weight) {
  BV2_CHECK(norm_ == Norm::kWeight && !folded_.defined() && weight.sizes() == weight_v_.sizes(),
            "a weight that cannot be folded");
  for (const char* name : {"weight_g", "weight_v"}) parameters_.erase(name);
  weight_g_ = weight_v_ = Tensor();
  folded_ = register_buffer("weight", weight);
}

Tensor NormedConv::Weight() {
  if (folded_.defined()) return folded_;
  return norm_ == Norm::kWeight ? torch::_weight_norm(weight_v_, weight_g_, 0) : SpectralWeight();
}

Tensor NormedConv::Forward(const Tensor& x) {
  Tensor weight = Weight();
  if (shape_.turned) weight = weight.transpose(2, 3);
  const auto& [stride, padding, dilation] =
      std::tie(shape_.stride, shape_.padding, shape_.dilation);
  // By these names, autocast knows them.
  if (shape_.transposed)
    return torch::conv_transpose1d(x, weight, bias_, stride, padding, /*output_padding=*/0,
                                   shape_.groups, dilation);
  if (shape_.taps.size() == 1)
    return torch::conv1d(x, weight, bias_, stride, padding, dilation, shape_.groups);
  return torch::conv2d(x, weight, bias_, stride, padding, dilation, shape_.groups);
}

void ZeroInit(torch::nn::Conv1dImpl& conv) {
  const torch::NoGradGuard no_grad;
  conv.weight.zero_();
  conv.bias.zero_();
}

}  // namespace bv2::train
