#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "torch_runtime/engine.h"
#include "train_cli/commands.h"

namespace bv2::train_cli {
namespace {

std::shared_ptr<const synth::Engine> EngineOf(const cli::DeviceOptions& options) {
  if (!options.needs_torch()) return cli::CpuEngine(options.fast);
  return torch_runtime::OpenEngine({.device = options.device, .precision = options.precision});
}

}  // namespace

void AddSpeaking(CLI::App& app) {
  cli::AddSynth(app, EngineOf);
  cli::AddServe(app, EngineOf);
}

}  // namespace bv2::train_cli
