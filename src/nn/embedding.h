#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/view.h"
#include "model/weights.h"

namespace bv2::nn {

// A table of vectors, one per id; read straight from the mapped file.
class Embedding {
 public:
  // Reads `<name>.weight` [count][channels]; the count is whatever the file holds.
  Embedding(const model::Weights& weights, std::string_view name, size_t channels);

  size_t count() const { return count_; }
  // Throws kOutOfRange naming the table and the id.
  std::span<const float> Row(int64_t id) const;
  // y[t] += Row(ids[t])
  void AddTo(std::span<const int64_t> ids, View<float> y) const;

 private:
  std::string name_;
  model::Floats table_;
  size_t channels_;
  size_t count_;
};

}  // namespace bv2::nn
