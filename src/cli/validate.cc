#include "corpus/validate.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "corpus/report.h"

namespace bv2::cli {
namespace {

struct Options {
  std::filesystem::path config = "configs/config.json";
  std::filesystem::path html;
  bool json = false;
  size_t most_warnings = 10;
  std::string shard = "0/1";
  int jobs = 0;
  corpus::ValidateOptions validate;
};

void Run(Options options) {
  options.validate.shard = corpus::ParseShard(options.shard);
  const model::Config config = model::Config::Read(options.config);
  const ThreadPool pool(options.jobs);
  std::unique_ptr<Progress> bar;
  const auto report =
      corpus::Validate(config, options.validate, pool, [&](size_t done, size_t total) {
        if (bar == nullptr) bar = std::make_unique<Progress>("validate", total);
        bar->Update(done);
      });
  bar.reset();
  if (!options.html.empty()) ReplaceFile(options.html, corpus::HtmlReport(report));
  std::cout << (options.json ? corpus::JsonReport(report).Dump(1) + "\n"
                             : corpus::TextReport(report, options.most_warnings))
            << std::flush;
  if (report.TrainingWouldFail())
    Fail(ErrorCode::kInvalidArgument, "{}; the faults are named above", corpus::Verdict(report));
}

}  // namespace

void AddValidate(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "validate", "Read a corpus as training would, and report what is wrong with it.");
  command->add_option("-c,--config", options->config, "the voice's configuration")
      ->type_name("FILE")
      ->capture_default_str();
  command->add_option("--html", options->html, "also write the report as a page")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "print the report as JSON, with every utterance");
  command->add_option("--warnings", options->most_warnings, "warnings to print of each check")
      ->capture_default_str();
  command->add_flag("!--no-bert", options->validate.bert,
                    "training will use no BERT features: do not look for .bert.pt files");
  command->add_option("--jobs", options->jobs, "cores to use; 0: all")->capture_default_str();
  command->add_option("--shard", options->shard, "do only part i (from 0) of n")
      ->type_name("I/N")
      ->capture_default_str();
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
