#include "model/convert.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "bert/convert.h"
#include "cli/commands.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string input;
  std::string output;
  bool bert = false;
  model::ConvertOptions convert;
};

void Run(const Options& options) {
  if (options.bert) return bert::ConvertFolder(options.input, options.output);
  model::ConvertCheckpoint(options.input, options.output, options.convert);
}

}  // namespace

void AddConvert(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "convert", "Rewrite a checkpoint as .safetensors or .pth. Nothing is lost unless asked for.");
  command->add_option("input", options->input, "the checkpoint to read")->required();
  command->add_option("output", options->output, "the file to write; its suffix is its format")
      ->required();
  auto* bert = command->add_flag("--bert", options->bert,
                                 "rewrite a BERT's folder: only what is read, in half precision");
  command->add_flag("--strip", options->convert.strip, "leave out what only training needs")
      ->excludes(bert);
  command
      ->add_flag("--drop-optimizer", options->convert.drop_optimizer,
                 "leave out the optimizer's state only: a base for fine-tuning")
      ->excludes(bert);
  command->add_flag("--half", options->convert.half, "store numbers in half precision (f16)")
      ->excludes(bert);
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
