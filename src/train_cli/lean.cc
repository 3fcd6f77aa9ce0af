// Stands in for check.cc and speak.cc in a lean build (BV2_TRAIN_LEAN).

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "train_cli/commands.h"

namespace bv2::train_cli {
namespace {

void AddAbsent(CLI::App& app, const std::string& name) {
  CLI::App* command = app.add_subcommand(name, "Not in this build, which only trains.");
  command->set_help_flag();
  command->prefix_command();
  command->callback([name] {
    Fail(ErrorCode::kUnsupported,
         "this program was built to train only (BV2_TRAIN_LEAN), without {}; build the preset "
         "'train' for it",
         name);
  });
}

}  // namespace

void AddCheck(CLI::App& app) { AddAbsent(app, "check"); }

void AddSpeaking(CLI::App& app) {
  for (const char* name : {"synth", "serve"}) AddAbsent(app, name);
}

}  // namespace bv2::train_cli
