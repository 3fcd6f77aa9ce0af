#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "model/tensor_file.h"
#include "model/weights.h"

namespace bv2::test {

// Normal draws scaled by `scale`.
inline std::vector<float> RandomFloats(size_t count, uint64_t seed, float scale = 1.0f) {
  std::vector<float> values(count);
  Rng rng(seed);
  rng.FillNormal(values);
  for (float& value : values) value *= scale;
  return values;
}

// A set of random tensors made up for a test, e.g. the convolutions of one network.
class RandomWeights {
 public:
  RandomWeights& Add(const std::string& name, std::vector<size_t> shape, float scale = 0.2f) {
    size_t count = 1;
    for (const size_t extent : shape) count *= extent;
    const auto values = RandomFloats(count, 1000 + tensors_.size(), scale);
    tensors_.emplace_back(name, model::TensorOfFloats(std::move(shape), values));
    return *this;
  }
  // name.weight [out][in][taps] and name.bias [out].
  RandomWeights& AddConv(const std::string& name, size_t out, size_t in, size_t taps) {
    return Add(name + ".weight", {out, in, taps}).Add(name + ".bias", {out});
  }
  model::Weights Build() const {
    return model::Weights(std::make_shared<const model::TensorFile>("random weights", tensors_));
  }

 private:
  model::NamedTensors tensors_;
};

}  // namespace bv2::test
