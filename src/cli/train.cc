#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/commands.h"

namespace bv2::cli {
namespace {

// Training needs LibTorch and is a program of its own beside this one, which takes its place.
[[noreturn]] void Become(const char* subcommand, const std::vector<std::string>& arguments) {
  const std::string program =
      (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "bertvits2-train").string();
  std::vector<const char*> command = {program.c_str(), subcommand};
  for (const std::string& argument : arguments) command.push_back(argument.c_str());
  command.push_back(nullptr);
  execv(program.c_str(), const_cast<char* const*>(command.data()));
  Fail(ErrorCode::kNotFound,
       "'{}' cannot be started: {}; it is built where LibTorch is found (package libtorch-dev)",
       program, std::strerror(errno));
}

}  // namespace

void AddTrain(CLI::App& app) {
  CLI::App* command = app.add_subcommand("train", "Train a voice, or go on training it.");
  command->set_help_flag();  // it is the other program's to help
  command->prefix_command();
  command->callback([command] { Become("train", command->remaining()); });
}

}  // namespace bv2::cli
