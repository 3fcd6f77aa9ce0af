#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/language_options.h"
#include "cli/progress.h"
#include "corpus/preprocess.h"

namespace bv2::cli {
namespace {

struct Options {
  corpus::PreprocessOptions preprocess;
  TextOptions text;
  std::string cleaned_path;
  std::string shard;
  bool strict = false;
  int jobs = 0;
};

std::string Report(const corpus::PreprocessSummary& summary, const Options& options) {
  std::string text = fmt::format("{} lines, {} rejected", summary.lines, summary.rejections.size());
  if (options.shard.empty())
    text += fmt::format("; {} for training, {} for validation, {} speakers", summary.train,
                        summary.val, summary.speakers);
  if (summary.written.empty()) return text + "\nnothing to do: all files are up to date";
  for (const auto& path : summary.written) text += fmt::format("\nwrote {}", path.string());
  return text;
}

void Warn(const corpus::PreprocessSummary& summary, const Options& options) {
  for (const std::string& disagreement : summary.config_disagreements)
    LogWarning("{}", disagreement);
  if (summary.train == 0 && options.shard.empty())
    LogWarning("no line is left for training; record more, or lower --val-per-spk");
  if (summary.too_long_for_training > 0)
    LogWarning(
        "{} lines have more characters of phones than data.max_text_len; training leaves "
        "them out. Split these recordings",
        summary.too_long_for_training);
  if (!summary.unreadable.empty())
    LogWarning("{} lines hold characters that cannot be read aloud, the first is line {}",
               summary.unreadable.size(), summary.unreadable.front());
}

void PrintRejections(const corpus::PreprocessSummary& summary) {
  constexpr size_t kShown = 10;
  for (size_t i = 0; i < std::min(kShown, summary.rejections.size()); ++i)
    fmt::print(stderr, "rejected: line {}: {}\n", summary.rejections[i].line,
               summary.rejections[i].reason);
  if (summary.rejections.size() > kShown)
    fmt::print(stderr, "rejected: {} more\n", summary.rejections.size() - kShown);
  if (!summary.rejections.empty())
    LogWarning("{} of {} lines were rejected; '{}' tells why", summary.rejections.size(),
               summary.lines, summary.rejected.string());
}

void Run(Options options) {
  corpus::PreprocessOptions& preprocess = options.preprocess;
  if (!options.cleaned_path.empty()) preprocess.cleaned_path = options.cleaned_path;
  if (!options.shard.empty()) preprocess.shard = corpus::ParseShard(options.shard);
  if (preprocess.use_bert) options.text.FindBertJa();
  preprocess.normalization = options.text.Normalization();
  preprocess.frontends = options.text.Frontends();
  const ThreadPool pool(options.jobs);
  std::unique_ptr<Progress> bar;
  const auto summary = corpus::Preprocess(preprocess, pool, [&](size_t done, size_t total) {
    if (bar == nullptr) bar = std::make_unique<Progress>("preprocess-text", total);
    bar->Update(done);
  });
  bar.reset();
  PrintRejections(summary);
  Warn(summary, options);
  std::cout << Report(summary, options) << '\n' << std::flush;
  if (options.strict && !summary.rejections.empty())
    Fail(ErrorCode::kInvalidArgument, "{} lines were rejected, and --strict allows none",
         summary.rejections.size());
}

void AddFiles(CLI::App& command, Options& options) {
  corpus::PreprocessOptions& preprocess = options.preprocess;
  const auto add = [&](const char* names, auto& path, const char* help) {
    command.add_option(names, path, help)->type_name("FILE")->capture_default_str();
  };
  add("--transcription-path", preprocess.transcription_path,
      "the list to read: path|speaker|language|text a line");
  command
      .add_option("--cleaned-path", options.cleaned_path,
                  "where the cleaned list goes (default: the list's name with .cleaned)")
      ->type_name("FILE");
  add("--train-path", preprocess.train_path, "where the list for training goes");
  add("--val-path", preprocess.val_path, "where the list for validation goes");
  add("--config-path", preprocess.config_path, "the config.json that gets the speakers");
}

}  // namespace

void AddPreprocessText(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  corpus::SplitOptions& split = options->preprocess.split;
  CLI::App* command = app.add_subcommand(
      "preprocess-text",
      "Turn a list of recordings and their texts into the lists that training reads.");
  AddFiles(*command, *options);
  command->add_option("--val-per-spk", split.val_per_spk, "lines of each speaker for validation")
      ->capture_default_str();
  command->add_option("--max-val-total", split.max_val_total, "lines for validation at most")
      ->capture_default_str();
  command->add_flag("--clean,!--no-clean", options->preprocess.clean,
                    "make phones of the texts, the default; else the list has them already");
  command->add_option("--seed", split.seed, "of the shuffle; Python's random gives the same")
      ->capture_default_str();
  command->add_flag("--strict", options->strict, "exit with status 1 if a line was rejected");
  AddTextOptions(*command, options->text);
  command->add_flag("!--no-bert", options->preprocess.use_bert,
                    "for a voice that is trained without BERT: Japanese is cleaned without its "
                    "vocabulary");
  command->add_option("--jobs", options->jobs, "cores to use; 0: all")->capture_default_str();
  command->add_option("--shard", options->shard, "only clean part i (from 0) of n")
      ->type_name("I/N");
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
