#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/case.h"
#include "check/compare.h"
#include "train/checkpoint/tensors.h"
#include "train/model/noise.h"

namespace bv2::train_check {

using torch::Tensor;

// A dense array, for comparisons.
check::Batch ToBatch(const Tensor& tensor);

// The tensors of inputs.safetensors. Floats want gradients, except masks.
std::map<std::string, Tensor> ReadInputs(const check::Case& c);
// outputs.safetensors and, as "grad <name>", grads.safetensors if there is one.
std::shared_ptr<const model::TensorFile> ReadExpected(const check::Case& c);

// One call of a class or function of the original: gives its arguments, gathers its outputs and
// compares them, and the gradients of Σ output · cotangent, with the recorded ones.
class Call {
 public:
  // What the calls of a case share.
  struct Shared {
    const check::Case& c;
    std::shared_ptr<const model::TensorFile> expected;
    check::Comparison& comparison;
  };
  // parameters: names of the positional arguments, in order.
  Call(const Shared& shared, const Json& call, std::span<const char* const> parameters);

  // Constructor arguments. Without a fallback they must be there.
  int64_t Size(const char* argument) const;
  int64_t Size(const char* argument, int64_t fallback) const;
  std::vector<int64_t> Sizes(const char* argument) const;
  bool Option(const char* argument, bool fallback) const;
  double Real(const char* argument, double fallback) const;
  const Json& Argument(const char* argument) const;

  // Arguments of the call. An absent tensor is undefined.
  Tensor In(const char* parameter) const;
  std::vector<Tensor> List(const char* parameter) const;
  int64_t Number(const char* parameter, int64_t fallback) const;
  double RealNumber(const char* parameter, double fallback) const;
  bool Flag(const char* parameter) const;
  // The random tensors that the call drew.
  train::Noise& noise() { return *noise_; }
  Tensor Drawn(size_t index) const;

  // Constructs the network with the case's weights, to be used without dropout.
  template <typename Network, typename... Args>
  Network& Make(Args&&... args) {
    auto network = std::make_shared<Network>(std::forward<Args>(args)...);
    Load(network);
    return *network;
  }

  // The outputs, in order.
  void Return(const Tensor& output);
  void Return(const std::vector<Tensor>& outputs);
  void Return(const std::vector<std::vector<Tensor>>& outputs);

  // Compares everything that was returned.
  void Compare() const;

 private:
  struct Output {
    std::string name;
    Tensor value;
  };
  std::string id() const { return call_.At("id").AsString(); }
  const Json* Find(std::string_view parameter) const;
  std::string NextOutput();
  void Load(std::shared_ptr<torch::nn::Module> network);
  void CompareGradients() const;

  const Shared& shared_;
  const Json& call_;
  std::span<const char* const> parameters_;
  std::map<std::string, Tensor> inputs_;
  std::vector<Tensor> draws_;
  std::unique_ptr<train::RecordedNoise> noise_;
  std::shared_ptr<torch::nn::Module> network_;
  size_t returned_ = 0;
  std::vector<Output> outputs_;
};

}  // namespace bv2::train_check
