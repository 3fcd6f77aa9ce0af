#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "check/case.h"
#include "check/compare.h"

namespace bv2::check {

// One call of a module case: a class of the original with its constructor's arguments and weights,
// and the arguments of the call by the names of the parameters.
class ModuleCall {
 public:
  // What all calls of a case share.
  struct Module {
    const Case& c;
    std::shared_ptr<const model::TensorFile> inputs;
    model::Weights weights;  // below the scope kScope
    Comparison& comparison;
  };
  // The name under which a module's own tensors are found.
  static constexpr const char* kScope = "module";

  // parameters: names of the positional arguments, in order.
  ModuleCall(const Module& module, const Json& call, std::span<const char* const> parameters,
             const Context& context)
      : module_(module), call_(call), parameters_(parameters), context_(context) {}

  // Constructor arguments. Without a fallback they must be there.
  size_t Size(const char* argument) const;
  size_t Size(const char* argument, size_t fallback) const;
  std::vector<size_t> Sizes(const char* argument) const;
  float Option(const char* argument, float fallback) const;
  const Json& Argument(const char* argument) const;
  // Throws Skipped if the constructor is given an option that no voice uses.
  void RefuseOption(const char* argument) const;

  // The call's own arguments.
  bool Has(const char* parameter) const;
  bool Flag(const char* parameter) const;
  // True if both parameters are given the same tensor.
  bool SameArgument(const char* parameter, const char* other) const;
  double Number(const char* parameter, double fallback) const;
  Array Input(const char* parameter) const;
  // The n-th random tensor drawn during the call.
  Array Noise(size_t index) const;

  model::Weights weights() const { return module_.weights.Scope(kScope); }
  const model::Weights& parent_weights() const { return module_.weights; }
  const Context& context() const { return context_; }
  std::string id() const { return call_.At("id").AsString(); }

  // Compares with the call's output of that number.
  void Compare(size_t output, const Batch& computed) const;

 private:
  const Json* FindArgument(std::string_view parameter) const;

  const Module& module_;
  const Json& call_;
  std::span<const char* const> parameters_;
  const Context& context_;
};

// The networks compute one utterance at a time and know no masks. Runs `compute` on each item of
// the batch `x`, cut to its length by the mask parameter if there is one, and compares output 0.
//   compute: x [T][C], speaker [gin] (of parameter g, may be empty) → [T'][C']
struct ItemInput {
  size_t index;
  Matrix x;
  std::vector<float> speaker;
  // `compute` may lower it: the rows from here on are not compared, because the reference let the
  // padding reach them.
  size_t comparable = SIZE_MAX;
};
void CheckItems(const ModuleCall& call, Batch::Rest rest,
                const std::function<Matrix(ItemInput&)>& compute);

}  // namespace bv2::check
