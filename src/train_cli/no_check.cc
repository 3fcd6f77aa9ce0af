// Stands in for check.cc in a lean build (BV2_TRAIN_LEAN).

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "train_cli/commands.h"

namespace bv2::train_cli {

void AddCheck(CLI::App& app) {
  CLI::App* command = app.add_subcommand("check", "Not in this build, which only trains.");
  command->prefix_command();
  command->callback([] {
    Fail(ErrorCode::kUnsupported,
         "this program was built to train only (BV2_TRAIN_LEAN), without check; build the preset "
         "'train' for it");
  });
}

}  // namespace bv2::train_cli
