#include "torch_runtime/load.h"

#include <string>
#include <vector>

#include "model/convert.h"
#include "torch_runtime/tensors.h"
#include "train/model/layers.h"

namespace bv2::torch_runtime {
namespace {

std::vector<size_t> Sizes(at::IntArrayRef shape) { return {shape.begin(), shape.end()}; }

// The module's own tensors; `name` is empty or ends with a dot.
void LoadOwn(torch::nn::Module& module, const std::string& name, const model::Weights& weights) {
  if (auto* conv = dynamic_cast<train::NormedConv*>(&module)) {
    const std::vector<int64_t> shape = conv->weight_shape();
    const std::string path = name.substr(0, name.size() - 1);
    conv->Fold(FromFile(weights.GetNormed(path, Sizes(shape)), shape));
  }
  for (const auto& item : module.named_parameters(/*recurse=*/false)) {
    const std::string path = name + item.key();
    if (model::IsTrainingTensor(weights.prefix() + path)) continue;
    Tensor value = item.value();
    value.copy_(FromFile(weights.Get(path, Sizes(value.sizes())), value.sizes()));
  }
}

void LoadAll(torch::nn::Module& module, const std::string& name, const model::Weights& weights) {
  LoadOwn(module, name, weights);
  for (const auto& child : module.named_children())
    LoadAll(*child.value(), name + child.key() + ".", weights);
}

}  // namespace

void LoadWeights(torch::nn::Module& network, const model::Weights& weights) {
  const torch::NoGradGuard no_grad;
  LoadAll(network, "", weights);
  network.eval();
}

}  // namespace bv2::torch_runtime
