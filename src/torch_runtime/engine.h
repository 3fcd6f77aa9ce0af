#pragma once

#include <memory>
#include <string>

#include "synth/engine.h"

namespace bv2::torch_runtime {

struct EngineOptions {
  std::string device = "cuda";     // cuda or cuda:N, a GPU; torch, LibTorch on the CPU
  std::string precision = "fp32";  // fp32, tf32, bf16, fp16; see docs/gpu.md
};

// An engine that computes with LibTorch. Voices and BERTs sound as on the CPU, within the rounding
// of the precision, and draw the same random numbers.
// Throws kInvalidArgument for unknown names, kUnsupported for a device or precision that is not to
// be had here.
std::shared_ptr<const synth::Engine> OpenEngine(const EngineOptions& options);

}  // namespace bv2::torch_runtime
