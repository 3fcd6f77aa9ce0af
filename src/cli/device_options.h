#pragma once

#include <functional>
#include <memory>
#include <string>

#include "synth/engine.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// What computes the networks, and how exactly.
struct DeviceOptions {
  std::string device = "cpu";      // cpu; by LibTorch: cuda or cuda:N, a GPU, and torch, the CPU
  std::string precision = "fp32";  // of LibTorch: fp32, tf32, bf16, fp16

  // Throws kInvalidArgument for a precision that the runtime on the CPU does not have.
  bool needs_torch() const;
};
void AddDeviceOptions(CLI::App& command, DeviceOptions& options);

// Makes the engine that they ask for; null: this library's own. A program without LibTorch gives
// way to one that has it instead.
using EngineMaker =
    std::function<std::shared_ptr<const synth::Engine>(const DeviceOptions& options)>;

}  // namespace bv2::cli
