#include "train_check/gradient.h"

#include <algorithm>

#include "base/check.h"
#include "base/error.h"
#include "train/checkpoint/tensors.h"

namespace bv2::train_check {

Pair ReadPair(const model::TensorFile& file, const std::string& name,
              const torch::Tensor& computed) {
  const torch::Tensor values = computed.detach().to(torch::kDouble).flatten();
  if (const model::Tensor* whole = file.Find(name)) {
    BV2_CHECK(static_cast<int64_t>(whole->size()) == values.numel(),
              "{} has {} elements, the reference {}", name, values.numel(), whole->size());
    return {train::ToTorch(*whole).to(torch::kDouble).flatten(), values};
  }
  const model::Tensor* sample = file.Find(name + "#sample");
  if (sample == nullptr) Fail(ErrorCode::kNotFound, "'{}' has no tensor {}", file.source(), name);
  const auto count = static_cast<int64_t>(sample->size());
  const torch::Tensor places =
      torch::floor_divide(torch::arange(count, torch::kLong) * values.numel(), count);
  return {train::ToTorch(*sample).to(torch::kDouble), values.index_select(0, places)};
}

void CheckGradient(check::Comparison& comparison, const std::string& name, const Pair& gradient) {
  const double greatest = gradient.expected.abs().max().item<double>();
  const double error = (gradient.computed - gradient.expected).abs().max().item<double>();
  const double scale = std::max(1.0, greatest);
  comparison.Record({.tensor = name,
                     .error = error / scale,
                     .tolerance = comparison.tolerance().Of(name, greatest / scale),
                     .reason = error == error ? "" : "is not a number"});
}

}  // namespace bv2::train_check
