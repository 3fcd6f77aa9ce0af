#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/torch_program.h"

namespace bv2::cli {

void AddTrain(CLI::App& app) {
  CLI::App* command = app.add_subcommand("train", "Train a voice, or go on training it.");
  command->set_help_flag();  // it is the other program's to help
  command->prefix_command()->fallthrough(false);
  command->callback([command] {
    std::vector<std::string> arguments = command->remaining();
    arguments.insert(arguments.begin(), "train");
    BecomeTorchProgram(arguments);
  });
}

}  // namespace bv2::cli
