#include "train/run_state.h"

#include <mutex>
#include <string>

#include "base/error.h"
#include "model/checkpoint.h"
#include "model/value.h"
#include "train/checkpoint/tensors.h"

namespace bv2::train {
namespace {

// Calls `visit` with the key of each number in the file and its place in `state`.
template <typename State, typename Visitor>
void VisitNumbers(State& state, const Visitor& visit) {
  visit("next_step", state.next_step);
  visit("epoch", state.epoch);
  visit("next_batch", state.next_batch);
  visit("world_size", state.world_size);
  visit("learning_rate", state.learning_rate);
}

model::Value ToList(const std::vector<torch::Tensor>& tensors) {
  model::List list;
  for (const torch::Tensor& tensor : tensors) list.items.emplace_back(FromTorch(tensor));
  return list;
}

class Reader {
 public:
  Reader(const model::Value& root, std::string source)
      : dict_(root.If<model::Dict>()), source_(std::move(source)) {
    if (dict_ == nullptr) Broken("is no dictionary");
  }

  bool Has(const char* key) const { return dict_->Find(key) != nullptr; }
  template <typename T>
  const T& Get(const char* key) const {
    const model::Value* value = dict_->Find(key);
    if (value == nullptr) Broken(fmt::format("has no '{}'", key));
    const T* typed = value->If<T>();
    if (typed == nullptr) Broken(fmt::format("has a {} as '{}'", value->TypeName(), key));
    return *typed;
  }
  std::vector<torch::Tensor> Tensors(const char* key) const {
    std::vector<torch::Tensor> tensors;
    for (const model::Value& item : Get<model::List>(key).items) {
      const auto* tensor = item.If<model::Tensor>();
      if (tensor == nullptr || tensor->dtype != model::DType::kU8)
        Broken(fmt::format("has something else than tensors of bytes in '{}'", key));
      tensors.push_back(ToTorch(*tensor));
    }
    return tensors;
  }

 private:
  [[noreturn]] void Broken(const std::string& what) const {
    Fail(ErrorCode::kCorruptFile,
         "the state of the run '{}' {}; without this file training starts a new count from the "
         "checkpoint's weights",
         source_, what);
  }

  const model::Dict* dict_;
  std::string source_;
};

}  // namespace

void WriteRunState(const std::filesystem::path& path, const RunState& state) {
  model::Dict dict;
  VisitNumbers(state,
               [&](const char* key, const auto& number) { dict.items.emplace_back(key, number); });
  dict.items.emplace_back("cpu_random", ToList(state.cpu_random));
  dict.items.emplace_back("loss_scale", state.loss_scale);
  dict.items.emplace_back("loss_scale_age", state.loss_scale_age);
  dict.items.emplace_back("device_random", ToList(state.device_random));
  model::WriteCheckpoint(path, dict);
}

RunState ReadRunState(const std::filesystem::path& path) {
  const model::Value root = model::ReadCheckpoint(path);
  const Reader reader(root, path.string());
  RunState state;
  VisitNumbers(state, [&]<typename T>(const char* key, T& number) { number = reader.Get<T>(key); });
  if (reader.Has("loss_scale")) {  // files of before have none
    state.loss_scale = reader.Get<double>("loss_scale");
    state.loss_scale_age = reader.Get<int64_t>("loss_scale_age");
  }
  state.cpu_random = reader.Tensors("cpu_random");
  state.device_random = reader.Tensors("device_random");
  return state;
}

torch::Tensor CpuRandom() { return at::detail::getDefaultCPUGenerator().get_state(); }

torch::Tensor DeviceRandom(const torch::Device& device) {
  if (device.is_cpu()) return torch::empty({0}, torch::kUInt8);
  return at::globalContext().defaultGenerator(device).get_state();
}

void SetCpuRandom(const torch::Tensor& state) {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  const std::lock_guard lock(generator.mutex());
  generator.set_state(state);
}

void SetDeviceRandom(const torch::Device& device, const torch::Tensor& state) {
  if (device.is_cpu() || state.numel() == 0) return;
  at::Generator generator = at::globalContext().defaultGenerator(device);
  const std::lock_guard lock(generator.mutex());
  generator.set_state(state);
}

}  // namespace bv2::train
