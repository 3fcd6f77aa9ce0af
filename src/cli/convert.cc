#include "model/convert.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/commands.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string input;
  std::string output;
  model::ConvertOptions convert;
};

}  // namespace

void AddConvert(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "convert", "Rewrite a checkpoint as .safetensors or .pth. Nothing is lost unless asked for.");
  command->add_option("input", options->input, "the checkpoint to read")->required();
  command->add_option("output", options->output, "the file to write; its suffix is its format")
      ->required();
  command->add_flag("--strip", options->convert.strip, "leave out what only training needs");
  command->add_flag("--half", options->convert.half, "store numbers in half precision (f16)");
  command->callback(
      [options] { model::ConvertCheckpoint(options->input, options->output, options->convert); });
}

}  // namespace bv2::cli
