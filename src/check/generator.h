#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/tensor.h"

namespace bv2::check {

// Weights given by a formula instead of a file: values in [-1, 1) that depend on the tensor's name,
// a seed and the element's index only. Sources: SplitMix64 (Steele et al. 2014), FNV-1a.
class WeightGenerator {
 public:
  WeightGenerator(std::string_view tensor, uint64_t seed);
  float Next();  // exact multiples of 2^-23

 private:
  uint64_t state_;
};

// The tensors that `weights` of a case.json describes: `seed`, `tensors` with name, shape, scale
// and offset, and `then`, constants to fill tensors with afterwards.
// Throws kInvalidArgument, kNotFound or kCorruptFile for a description that makes no sense.
model::NamedTensors GenerateWeights(const Json& weights);

// A JSON list of sizes.
std::vector<size_t> ReadShape(const Json& json);
// The number of elements; throws kCorruptFile beyond 2^30.
size_t CheckedCount(const std::vector<size_t>& shape);

}  // namespace bv2::check
