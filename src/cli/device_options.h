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
  bool fast = false;               // of the runtime on the CPU, see vits::VoiceOptions

  // Throws kInvalidArgument for what the device does not have: another precision on the CPU, `fast`
  // by LibTorch.
  bool needs_torch() const;
};
void AddFastFlag(CLI::App& command, bool& fast);
void AddDeviceOptions(CLI::App& command, DeviceOptions& options);

// The runtime on the CPU.
std::shared_ptr<const synth::Engine> CpuEngine(bool fast);

// Makes the engine that they ask for. A program without LibTorch gives way to one that has it
// instead.
using EngineMaker =
    std::function<std::shared_ptr<const synth::Engine>(const DeviceOptions& options)>;

}  // namespace bv2::cli
