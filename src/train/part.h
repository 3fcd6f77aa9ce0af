#pragma once

#include <ATen/record_function.h>

namespace bv2::train {

// Gives what runs while it lives a name in profiles: in those of torch's profiler and in
// bench/train_bench, which counts the backward pass of these operations to the same part. Costs
// nothing when nobody looks.
class Part {
 public:
  explicit Part(const char* name) : scope_(at::RecordScope::USER_SCOPE) {
    if (scope_.isActive()) scope_.before(name);
  }

 private:
  at::RecordFunction scope_;
};

// The result of `work`, a part of this name.
template <typename Work>
auto Named(const char* name, const Work& work) {
  const Part part(name);
  return work();
}

}  // namespace bv2::train
