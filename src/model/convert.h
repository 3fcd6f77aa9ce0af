#pragma once

#include <filesystem>

#include "model/value.h"

namespace bv2::model {

struct ConvertOptions {
  bool strip = false;           // leave out what only training needs
  bool drop_optimizer = false;  // leave out only that part of it
  bool half = false;            // store the model's f32 and f64 tensors as f16
};

// Rewrites a checkpoint in the format of the output's extension. Without options nothing is lost:
// .pth → .safetensors → .pth keeps every value, name, order and type; only tensors that share
// memory come out apart, and strided views contiguous. Throws kInvalidArgument if half precision
// cannot hold a tensor's values.
void ConvertCheckpoint(const std::filesystem::path& in, const std::filesystem::path& out,
                       const ConvertOptions& options);

// True for tensors of a generator that inference never reads: the posterior encoder and the part of
// the stochastic duration predictor that sees true durations.
bool IsTrainingTensor(std::string_view name);

// Without training tensors and optimizer state.
void Strip(Value& checkpoint);
void DropOptimizer(Value& checkpoint);
void StoreAsHalf(Value& checkpoint);
// As f16. Throws kInvalidArgument naming the tensor for a finite value that f16 cannot hold.
Tensor ToHalf(const std::string& name, const Tensor& tensor);

}  // namespace bv2::model
