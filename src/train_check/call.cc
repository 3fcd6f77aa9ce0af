#include "train_check/call.h"

#include <algorithm>

#include "base/check.h"
#include "base/error.h"
#include "check/generator.h"
#include "train_check/gradient.h"

namespace bv2::train_check {
namespace {

constexpr const char* kGradient = "grad ";

// The weights of the sum whose gradients are recorded.
Tensor Cotangent(const check::Case& c, const std::string& output, const Tensor& like) {
  check::WeightGenerator generator("cot." + output,
                                   static_cast<uint64_t>(c.json.At("seed").AsInteger()));
  const Tensor cotangent = torch::empty(like.sizes());
  float* values = cotangent.data_ptr<float>();
  std::generate_n(values, cotangent.numel(), [&] { return generator.Next(); });
  return cotangent;
}

}  // namespace

check::Batch ToBatch(const Tensor& tensor) {
  const Tensor values = tensor.detach().to(torch::kDouble).contiguous();
  const double* first = values.data_ptr<double>();
  return check::Batch(check::Array{.shape = {tensor.sizes().begin(), tensor.sizes().end()},
                                   .values = {first, first + values.numel()}});
}

std::map<std::string, Tensor> ReadInputs(const check::Case& c) {
  std::map<std::string, Tensor> inputs;
  const auto file = check::OpenTensors(c, "inputs.safetensors");
  for (const auto& [name, tensor] : file->tensors()) {
    Tensor value = train::ToTorch(tensor);
    if (value.is_floating_point() && name.find("mask") == std::string::npos)
      value.requires_grad_(true);
    inputs.emplace(name, value);
  }
  return inputs;
}

std::shared_ptr<const model::TensorFile> ReadExpected(const check::Case& c) {
  model::NamedTensors tensors = check::OpenTensors(c, "outputs.safetensors")->tensors();
  if (std::filesystem::exists(c.file.parent_path() / "grads.safetensors")) {
    const auto gradients = check::OpenTensors(c, "grads.safetensors");
    for (const auto& [name, tensor] : gradients->tensors())
      tensors.emplace_back(kGradient + name, tensor);
  }
  return std::make_shared<const model::TensorFile>(c.name, std::move(tensors));
}

Call::Call(const Shared& shared, const Json& call, std::span<const char* const> parameters)
    : shared_(shared), call_(call), parameters_(parameters), inputs_(ReadInputs(shared.c)) {
  const std::string prefix = id() + ".noise_";  // the map has them in the order of their numbers
  for (const auto& [name, tensor] : inputs_)
    if (name.starts_with(prefix)) draws_.push_back(tensor.detach());
  noise_ = std::make_unique<train::RecordedNoise>(draws_);
}

const Json& Call::Argument(const char* argument) const {
  return shared_.c.json.At("init").At(argument);
}

int64_t Call::Size(const char* argument) const { return Argument(argument).AsInteger(); }

int64_t Call::Size(const char* argument, int64_t fallback) const {
  const Json* value = shared_.c.json.At("init").Find(argument);
  return value == nullptr ? fallback : value->AsInteger();
}

std::vector<int64_t> Call::Sizes(const char* argument) const {
  std::vector<int64_t> sizes;
  for (const Json& size : Argument(argument).AsArray()) sizes.push_back(size.AsInteger());
  return sizes;
}

bool Call::Option(const char* argument, bool fallback) const {
  const Json* value = shared_.c.json.At("init").Find(argument);
  return value == nullptr ? fallback : value->AsBool();
}

double Call::Real(const char* argument, double fallback) const {
  const Json* value = shared_.c.json.At("init").Find(argument);
  return value == nullptr ? fallback : value->AsNumber();
}

const Json* Call::Find(std::string_view parameter) const {
  const auto at = std::ranges::find(parameters_, parameter);
  const auto index = static_cast<size_t>(at - parameters_.begin());
  const Json* positional = call_.Find("args");
  if (positional != nullptr && index < std::min(parameters_.size(), positional->AsArray().size()))
    return &positional->AsArray()[index];
  const Json* keywords = call_.Find("kwargs");
  return keywords == nullptr ? nullptr : keywords->Find(parameter);
}

Tensor Call::In(const char* parameter) const {
  const Json* value = Find(parameter);
  if (value == nullptr || value->is_null()) return {};
  const auto found = inputs_.find(value->AsString());
  if (found == inputs_.end())
    Fail(ErrorCode::kNotFound, "'{}' has no input {}", shared_.c.name, value->AsString());
  return found->second;
}

std::vector<Tensor> Call::List(const char* parameter) const {
  constexpr std::string_view kList = "list:";
  const Json* value = Find(parameter);
  BV2_CHECK(value != nullptr && value->AsString().starts_with(kList), "{} of call {} is no list",
            parameter, id());
  const std::string prefix = value->AsString().substr(kList.size());
  std::vector<Tensor> list;
  for (const auto& [name, tensor] : inputs_)
    if (name.starts_with(prefix)) list.push_back(tensor);
  return list;
}

int64_t Call::Number(const char* parameter, int64_t fallback) const {
  const Json* value = Find(parameter);
  return value == nullptr ? fallback : value->AsInteger();
}

double Call::RealNumber(const char* parameter, double fallback) const {
  const Json* value = Find(parameter);
  return value == nullptr ? fallback : value->AsNumber();
}

bool Call::Flag(const char* parameter) const {
  const Json* value = Find(parameter);
  return value != nullptr && value->AsBool();
}

Tensor Call::Drawn(size_t index) const {
  BV2_CHECK(index < draws_.size(), "call {} has {} random tensors", id(), draws_.size());
  return draws_[index];
}

void Call::Load(std::shared_ptr<torch::nn::Module> network) {
  train::LoadState(*network, check::CaseWeights(shared_.c).file());
  network->eval();
  network_ = std::move(network);
}

std::string Call::NextOutput() {
  const Json::Array& names = call_.At("outs").AsArray();
  BV2_CHECK(returned_ < names.size(), "call {} names {} outputs, more are computed", id(),
            names.size());
  return fmt::format("{}.{}", id(), names[returned_++].AsString());
}

void Call::Return(const Tensor& output) { outputs_.push_back({NextOutput(), output}); }

void Call::Return(const std::vector<Tensor>& outputs) {
  const std::string name = NextOutput();
  for (size_t i = 0; i < outputs.size(); ++i)
    outputs_.push_back({fmt::format("{}.{}", name, i), outputs[i]});
}

void Call::Return(const std::vector<std::vector<Tensor>>& outputs) {
  const std::string name = NextOutput();
  for (size_t i = 0; i < outputs.size(); ++i)
    for (size_t j = 0; j < outputs[i].size(); ++j)
      outputs_.push_back({fmt::format("{}.{}.{}", name, i, j), outputs[i][j]});
}

void Call::Compare() const {
  for (const Output& output : outputs_)
    shared_.comparison.Check(output.name, ToBatch(output.value));
  const Json* gradients = call_.Find("grad");
  if (gradients != nullptr && gradients->AsBool()) CompareGradients();
}

void Call::CompareGradients() const {
  Tensor sum = torch::zeros({});
  for (const Output& output : outputs_)
    if (output.value.requires_grad())
      sum = sum + (output.value * Cotangent(shared_.c, output.name, output.value)).sum();
  sum.backward();
  const auto compare = [&](const std::string& name, const Tensor& tensor) {
    const std::string stored = fmt::format("{}{}.{}", kGradient, id(), name);
    const Tensor gradient = tensor.grad();
    if (shared_.comparison.has_output(stored))
      CheckGradient(shared_.comparison, stored,
                    ReadPair(*shared_.expected, stored,
                             gradient.defined() ? gradient : torch::zeros_like(tensor)));
    else
      shared_.comparison.Require(!gradient.defined() || gradient.abs().max().item<float>() == 0,
                                 stored, "has a gradient, in the reference it has none");
  };
  for (const auto& [name, tensor] : inputs_)
    if (tensor.requires_grad()) compare("in." + name, tensor);
  if (network_ == nullptr) return;
  for (const auto& item : network_->named_parameters()) compare("w." + item.key(), item.value());
}

}  // namespace bv2::train_check
