#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/step.h"
#include "corpus/spectrograms.h"
#include "model/config.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string config = "configs/config.json";
  bool mel = false;
  bool force = false;
  StepOptions step;
};

void Run(const Options& options) {
  const model::Config config = model::Config::Read(options.config);
  const bool reads_mel =
      config.model.use_mel_posterior_encoder || config.data.use_mel_posterior_encoder;
  const corpus::SpectrogramStepOptions spectrograms{
      .linear = !reads_mel,
      .mel = reads_mel || options.mel,
      .force = options.force,
      .shard = corpus::ParseShard(options.step.shard)};
  const ThreadPool pool(options.step.jobs);
  RunStep("spec-gen", SoundText, [&](const corpus::StepProgress& progress) {
    return corpus::WriteSpectrograms(config.data, spectrograms, pool, progress);
  });
}

}  // namespace

void AddSpecGen(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "spec-gen", "Compute the spectrograms that training reads, beside each recording.");
  command->add_option("-c,--config", options->config, "config.json, which names the lists")
      ->type_name("FILE")
      ->capture_default_str();
  command->add_flag("--mel", options->mel, "mel spectrograms (.mel.pt), too");
  command->add_flag("--force", options->force, "also those that are up to date");
  AddStepOptions(*command, options->step);
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
