#include "train/checkpoint/network_file.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/error.h"
#include "model/checkpoint.h"
#include "model/tensor_file.h"
#include "train/checkpoint/tensors.h"

namespace bv2::train {
namespace {

using model::Dict;
using model::List;
using model::Value;

Dict ModelState(const torch::nn::Module& network) {
  Dict state{.items = {}, .ordered = true, .attributes = {}};
  for (const auto& [name, tensor] : StateOf(network))
    state.items.emplace_back(name, FromTorch(tensor));
  return state;
}

Dict DictOf(std::vector<std::pair<Value, Value>> items) {
  return {.items = std::move(items), .ordered = false, .attributes = {}};
}

// torch.optim.AdamW's state_dict. Parameters without a gradient so far have no entry.
Dict OptimizerState(AdamW& optimizer) {
  Dict states = DictOf({});
  List indices;
  for (size_t i = 0; i < optimizer.states().size(); ++i) {
    const auto index = static_cast<int64_t>(i);
    indices.items.emplace_back(index);
    const AdamWState& state = optimizer.states()[i];
    if (!state.exp_avg.defined()) continue;
    const torch::Tensor step = torch::tensor(static_cast<float>(state.step));
    states.items.emplace_back(index, DictOf({{"step", FromTorch(step)},
                                             {"exp_avg", FromTorch(state.exp_avg)},
                                             {"exp_avg_sq", FromTorch(state.exp_avg_sq)}}));
  }
  const AdamWOptions& options = optimizer.options();
  Dict group = DictOf({{"lr", options.lr},
                       {"betas", List{{options.beta1, options.beta2}}},
                       {"eps", options.eps},
                       {"weight_decay", options.weight_decay},
                       {"amsgrad", false},
                       {"foreach", Value()},
                       {"maximize", false},
                       {"capturable", false},
                       {"params", std::move(indices)}});
  return DictOf({{"state", std::move(states)}, {"param_groups", List{{std::move(group)}}}});
}

// A training checkpoint's entries, with errors that name the file.
class Entries {
 public:
  Entries(const Value& root, std::string source) : source_(std::move(source)) {
    dict_ = root.If<Dict>();
    if (dict_ == nullptr || dict_->Find("model") == nullptr)
      Broken("is no training checkpoint: it has no 'model'");
  }

  NetworkNotes Notes() const {
    NetworkNotes notes;
    if (const Value* epoch = dict_->Find("iteration"))
      if (const auto* number = epoch->If<int64_t>()) notes.iteration = *number;
    if (const Value* rate = dict_->Find("learning_rate"))
      if (const auto* number = rate->If<double>()) notes.learning_rate = *number;
    return notes;
  }

  void ReadOptimizer(AdamW& optimizer) const {
    const Value* const entry = dict_->Find("optimizer");
    if (entry == nullptr || entry->is_none()) return;
    const auto* state = Member<Dict>(*entry, "state");
    const auto* groups = Member<List>(*entry, "param_groups");
    if (groups->items.size() != 1) Broken("has an optimizer of several parameter groups");
    const auto* parameters = Member<List>(groups->items[0], "params");
    if (parameters->items.size() != optimizer.parameters().size()) {
      Broken(fmt::format("has an optimizer of {} parameters; the network has {}",
                         parameters->items.size(), optimizer.parameters().size()));
    }
    optimizer.options().lr = *Member<double>(groups->items[0], "lr");
    for (const auto& [index, of_parameter] : state->items)
      ReadState(index, of_parameter, optimizer);
  }

 private:
  void ReadState(const Value& index, const Value& of_parameter, AdamW& optimizer) const {
    const auto* number = index.If<int64_t>();
    if (number == nullptr || *number < 0 ||
        static_cast<size_t>(*number) >= optimizer.parameters().size())
      Broken("has an optimizer state of no parameter");
    const auto i = static_cast<size_t>(*number);
    const torch::Tensor& parameter = optimizer.parameters()[i];
    const auto moment = [&](const char* name) {
      const torch::Tensor tensor = ToTorch(*Member<model::Tensor>(of_parameter, name));
      if (tensor.sizes() != parameter.sizes() || tensor.scalar_type() != torch::kFloat32)
        Broken(fmt::format("has '{}' of parameter {} in another shape or type", name, i));
      return tensor.to(parameter.device());
    };
    optimizer.states()[i] = {.step = StepOf(of_parameter),
                             .exp_avg = moment("exp_avg"),
                             .exp_avg_sq = moment("exp_avg_sq")};
  }

  // A tensor of one number, or a number as before torch 1.12.
  int64_t StepOf(const Value& of_parameter) const {
    const Value* const value = of_parameter.If<Dict>()->Find("step");
    if (value != nullptr) {
      if (const auto* number = value->If<int64_t>()) return *number;
      const auto* tensor = value->If<model::Tensor>();
      if (tensor != nullptr && tensor->size() == 1) return ToTorch(*tensor).item<int64_t>();
    }
    Broken("has an optimizer state without 'step'");
  }

  template <typename T>
  const T* Member(const Value& dict, const char* key) const {
    const auto* items = dict.If<Dict>();
    const Value* value = items == nullptr ? nullptr : items->Find(key);
    const T* typed = value == nullptr ? nullptr : value->If<T>();
    if (typed == nullptr) Broken(fmt::format("lacks '{}' in its optimizer", key));
    return typed;
  }

  [[noreturn]] void Broken(const std::string& what) const {
    Fail(ErrorCode::kCorruptFile, "'{}' {}", source_, what);
  }

  const Dict* dict_ = nullptr;
  std::string source_;
};

}  // namespace

void WriteNetwork(const std::filesystem::path& path, const torch::nn::Module& network,
                  AdamW& optimizer, const NetworkNotes& notes) {
  model::WriteCheckpoint(path, DictOf({{"model", ModelState(network)},
                                       {"iteration", notes.iteration},
                                       {"optimizer", OptimizerState(optimizer)},
                                       {"learning_rate", notes.learning_rate}}));
}

NetworkNotes ReadNetwork(const std::filesystem::path& path, torch::nn::Module& network,
                         AdamW* optimizer) {
  const Value root = model::ReadCheckpoint(path);
  const Entries entries(root, path.string());
  LoadState(network, model::TensorFile(path.string(), model::ModelTensors(root, path.string())));
  if (optimizer != nullptr) entries.ReadOptimizer(*optimizer);
  return entries.Notes();
}

std::vector<std::string> ReadWeightsThatFit(const std::filesystem::path& path,
                                            torch::nn::Module& network, std::string_view except) {
  const torch::NoGradGuard no_grad;
  const auto file = model::TensorFile::Open(path);
  std::vector<std::string> others;
  size_t fitting = 0;
  for (auto& [name, tensor] : StateOf(network)) {
    if (name == except) continue;
    const model::Tensor* const stored = file->Find(name);
    const std::vector<size_t> shape(tensor.sizes().begin(), tensor.sizes().end());
    if (stored == nullptr || stored->shape != shape) {
      others.push_back(name);
      continue;
    }
    tensor.copy_(ToTorch(*stored));
    ++fitting;
  }
  BV2_CHECK(fitting > 0, "no tensor of '{}' fits the network", path.string());
  return others;
}

}  // namespace bv2::train
