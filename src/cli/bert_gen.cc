#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/step.h"
#include "corpus/bert_features.h"
#include "model/config.h"
#include "text/data_folder.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string config = "configs/config.json";
  std::string data;
  corpus::BertStepOptions bert;
  StepOptions step;
};

std::string TokensText(double tokens, double seconds) {
  return fmt::format("{:.0f} tokens, {:.0f} tokens/s", tokens, tokens / seconds);
}

void Run(Options options) {
  const model::Config config = model::Config::Read(options.config);
  options.bert.shard = corpus::ParseShard(options.step.shard);
  options.bert.frontends.data = text::DataFolder(options.data);
  const ThreadPool pool(options.step.jobs);
  RunStep("bert-gen", TokensText, [&](const corpus::StepProgress& progress) {
    return corpus::WriteBertFeatures(config.data, options.bert, pool, progress);
  });
}

}  // namespace

void AddBertGen(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  corpus::BertStepOptions& bert = options->bert;
  CLI::App* command = app.add_subcommand(
      "bert-gen", "Compute the BERT features that training reads, beside each recording.");
  command->add_option("-c,--config", options->config, "config.json, which names the lists")
      ->type_name("FILE")
      ->capture_default_str();
  command->add_option("--bert-zh", bert.bert_zh, "folder of the Chinese BERT")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--bert-ja", bert.bert_ja, "folder of the Japanese BERT")
      ->type_name("DIR")
      ->capture_default_str();
  command
      ->add_option("--mecab-dictionary", bert.frontends.mecab_dictionary,
                   "the one that the list was cleaned with (default: mecab-ipadic-utf8)")
      ->type_name("DIR");
  command->add_option("--data", options->data, "folder of the language tables")->type_name("DIR");
  command->add_flag("--force", bert.force, "also those that are up to date");
  AddStepOptions(*command, options->step, "--jobs,--num_processes");
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
