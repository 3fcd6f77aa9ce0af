#include "make_random_voice/tensor_spec.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bv2::tools {

void SpecList::Add(std::string name, std::vector<size_t> shape, float scale, float offset) {
  specs_.push_back({std::move(name), std::move(shape), scale, offset});
}

void SpecList::Conv(const std::string& name, const Layer& layer) {
  std::vector<size_t> shape = {layer.out, layer.in};
  if (layer.taps > 0) shape.push_back(layer.taps);
  const size_t fan_in = layer.in * std::max<size_t>(layer.taps, 1);
  // A uniform value in [-1, 1) has variance 1/3.
  Add(name + ".weight", shape, layer.gain * std::sqrt(3.0F / static_cast<float>(fan_in)));
  Add(name + ".bias", {layer.out}, 0);
}

void SpecList::NormedConv(const std::string& name, std::vector<size_t> shape, size_t bias,
                          float g) {
  std::vector<size_t> norms(shape.size(), 1);
  norms[0] = shape[0];
  Add(name + ".bias", {bias}, 0);
  Add(name + ".weight_g", norms, 0, g);
  Add(name + ".weight_v", std::move(shape), 1);
}

void SpecList::LayerNorm(const std::string& name, size_t channels, bool torch_names) {
  Add(name + (torch_names ? ".weight" : ".gamma"), {channels}, 0, 1);
  Add(name + (torch_names ? ".bias" : ".beta"), {channels}, 0);
}

}  // namespace bv2::tools
