#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "eval/evaluator.h"
#include "eval/report.h"
#include "eval/samples.h"
#include "model/network_shape.h"
#include "plot/png.h"

namespace bv2::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path model;
  std::string run;  // a folder, or a name below logs/
  bool all = false;
  fs::path config;
  fs::path list;
  eval::RecordingOptions recordings;
  eval::SpeakingOptions speaking;
  int threads = 0;
  bool json = false;
  fs::path output, png, samples;
};

// The checkpoints to look at. Of a run the latest, or all.
std::vector<eval::Checkpoint> Checkpoints(const Options& options) {
  if (options.run.empty()) return {{options.model, eval::StepOf(options.model)}};
  const fs::path folder =
      fs::is_directory(options.run) ? fs::path(options.run) : fs::path("logs") / options.run;
  std::vector<eval::Checkpoint> checkpoints = eval::CheckpointsOf(folder);
  if (!options.all) checkpoints.erase(checkpoints.begin(), checkpoints.end() - 1);
  return checkpoints;
}

class Evaluation {
 public:
  explicit Evaluation(const Options& options)
      : options_(options), pool_(options.threads), checkpoints_(Checkpoints(options)) {
    const model::Config config = model::ReadConfigFor(checkpoints_.front().file, options.config);
    sample_rate_ = static_cast<int>(config.data.sampling_rate);
    analyzer_.emplace(config.data);
    const fs::path list =
        options.list.empty() ? fs::path(config.data.validation_files) : options.list;
    recordings_ = eval::ReadRecordings(list, config.data, *analyzer_, options.recordings, pool_);
  }

  std::vector<eval::Report> Run() {
    Progress progress("evaluating", checkpoints_.size() * recordings_.size());
    std::vector<eval::Report> reports;
    for (const eval::Checkpoint& checkpoint : checkpoints_)
      reports.push_back(Examine(checkpoint, progress));
    return reports;
  }

 private:
  eval::Report Examine(const eval::Checkpoint& checkpoint, Progress& progress) {
    const model::Config config = model::ReadConfigFor(checkpoint.file, options_.config);
    const eval::Evaluator evaluator(checkpoint.file, config, *analyzer_, options_.speaking, pool_);
    fs::path samples = options_.samples;
    if (!samples.empty() && checkpoints_.size() > 1) samples /= checkpoint.file.stem();
    std::vector<eval::Measures> measures(recordings_.size());
    std::mutex mutex;
    pool_.ParallelFor(recordings_.size(), [&](size_t i) {
      const eval::Evaluated evaluated = evaluator.Evaluate(recordings_[i]);
      if (!samples.empty()) eval::WriteSamples(samples, i, recordings_[i], evaluated, sample_rate_);
      measures[i] = evaluated.measures;
      const std::lock_guard lock(mutex);
      progress.Update(++done_);
    });
    eval::Report report(checkpoint);
    for (size_t i = 0; i < recordings_.size(); ++i) report.Add(recordings_[i], measures[i]);
    return report;
  }

  const Options& options_;
  ThreadPool pool_;
  std::vector<eval::Checkpoint> checkpoints_;
  int sample_rate_ = 0;
  std::optional<eval::Analyzer> analyzer_;
  std::vector<eval::Recording> recordings_;
  size_t done_ = 0;
};

std::string JsonOf(const std::vector<eval::Report>& reports) {
  if (reports.size() == 1) return eval::JsonReport(reports[0]).Dump(1) + '\n';
  Json::Array array;
  for (const eval::Report& report : reports) array.push_back(eval::JsonReport(report));
  return Json(std::move(array)).Dump(1) + '\n';
}

void Run(const Options& options) {
  const std::vector<eval::Report> reports = Evaluation(options).Run();
  const std::string text = options.json ? JsonOf(reports) : eval::TextReport(reports);
  if (options.output.empty())
    std::cout << text << std::flush;
  else
    ReplaceFile(options.output, text);
  if (!options.png.empty()) ReplaceFile(options.png, plot::EncodePng(eval::LearningCurve(reports)));
}

void AddSourceOptions(CLI::App& command, Options& options) {
  auto* source = command.add_option_group("voice")->require_option(1);
  source->add_option("--model", options.model, "checkpoint: G_*.pth or .safetensors")
      ->type_name("FILE");
  auto* run = source
                  ->add_option("-m,--run", options.run,
                               "a run of training: its folder, or its name below logs/")
                  ->type_name("NAME|DIR");
  command.add_flag("--all", options.all, "all checkpoints of the run; else the latest")->needs(run);
  command.add_option("-c,--config", options.config, "config.json (default: beside the model)")
      ->type_name("FILE");
  command
      .add_option("--list", options.list,
                  "cleaned utterances (default: the config's data.validation_files)")
      ->type_name("FILE");
  command
      .add_option("--most", options.recordings.most,
                  "utterances to take, evenly from the list (default: all)")
      ->type_name("N");
  command.add_flag("!--no-bert", options.recordings.use_bert,
                   "zeros instead of BERT's features, for voices trained so");
}

void AddSpeakingOptions(CLI::App& command, eval::SpeakingOptions& speaking) {
  vits::InferOptions& infer = speaking.infer;
  command.add_option("--sdp-ratio", infer.sdp_ratio, "share of the stochastic durations, 0 to 1")
      ->capture_default_str();
  command.add_option("--noise-scale", infer.noise_scale, "variation of the sound")
      ->capture_default_str();
  command.add_option("--noise-scale-w", infer.noise_scale_w, "variation of the rhythm")
      ->capture_default_str();
  command.add_option("--length-scale", infer.length_scale, "above 1 is slower")
      ->capture_default_str();
  command.add_option("--seed", speaking.seed, "of each utterance")->capture_default_str();
}

void AddOutputOptions(CLI::App& command, Options& options) {
  command.add_option("--threads", options.threads, "cores to use; 0: all")->capture_default_str();
  command.add_flag("--json", options.json, "the report as JSON, with every utterance");
  command.add_option("-o,--output", options.output, "write the report into this file")
      ->type_name("FILE");
  command.add_option("--png", options.png, "draw the mel distances over the steps")
      ->type_name("FILE");
  command
      .add_option("--samples", options.samples,
                  "write recordings and results there, to listen to and as spectrograms")
      ->type_name("DIR");
}

}  // namespace

void AddEval(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "eval", "Measure how far a voice is from recordings: spectra, pitch and rhythm.");
  AddSourceOptions(*command, *options);
  AddSpeakingOptions(*command, options->speaking);
  AddOutputOptions(*command, *options);
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
