#include "train/model/noise.h"

#include "base/check.h"

namespace bv2::train {

Tensor RecordedNoise::Next(at::IntArrayRef shape, const torch::TensorOptions& options) {
  BV2_CHECK(next_ < draws_.size(), "only {} draws are recorded", draws_.size());
  const Tensor& draw = draws_[next_++];
  BV2_CHECK(draw.sizes() == shape, "draw {} has {} elements and another shape than needed", next_,
            draw.numel());
  return draw.to(options);
}

Tensor RecordedNoise::NormalLike(const Tensor& x) { return Next(x.sizes(), x.options()); }

Tensor RecordedNoise::Uniform(int64_t count, const torch::TensorOptions& options) {
  return Next({count}, options);
}

}  // namespace bv2::train
