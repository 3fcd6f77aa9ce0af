#include "nn/embedding.h"

#include <string>

#include "base/check.h"

namespace bv2::nn {
namespace {

size_t CountRows(const model::Weights& weights, const std::string& tensor) {
  const auto& shape = weights.Shape(tensor);
  return shape.empty() ? 0 : shape[0];
}

}  // namespace

Embedding::Embedding(const model::Weights& weights, std::string_view name, size_t channels)
    : name_(weights.prefix() + std::string(name)),
      channels_(channels),
      count_(CountRows(weights, std::string(name) + ".weight")) {
  table_ = weights.Get(std::string(name) + ".weight", {count_, channels_});
}

std::span<const float> Embedding::Row(int64_t id) const {
  if (id < 0 || static_cast<size_t>(id) >= count_)
    Fail(ErrorCode::kOutOfRange, "id {} is outside the table '{}', which has {} rows", id, name_,
         count_);
  return table_.span().subspan(static_cast<size_t>(id) * channels_, channels_);
}

void Embedding::AddTo(std::span<const int64_t> ids, View<float> y) const {
  BV2_CHECK(ids.size() == y.rows(), "'{}': {} ids for {} rows", name_, ids.size(), y.rows());
  for (size_t t = 0; t < ids.size(); ++t) {
    const auto row = Row(ids[t]);
    for (size_t c = 0; c < channels_; ++c) y(t, c) += row[c];
  }
}

}  // namespace bv2::nn
