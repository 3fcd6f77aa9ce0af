#include "corpus/resample.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/progress.h"

namespace bv2::cli {
namespace {

struct Options {
  corpus::ResampleOptions resample;
  std::string shard = "0/1";
  int jobs = 0;
};

std::string Report(const corpus::ResampleSummary& summary, double seconds) {
  std::string text = fmt::format("{} written, {} up to date, {} failed", summary.written,
                                 summary.up_to_date, summary.failures.size());
  if (summary.written > 0)
    text += fmt::format("; {:.1f} minutes of sound, {:.0f} × real time",
                        summary.seconds_of_sound / 60, summary.seconds_of_sound / seconds);
  return text;
}

void Run(Options options) {
  options.resample.shard = corpus::ParseShard(options.shard);
  const ThreadPool pool(options.jobs);
  std::unique_ptr<Progress> bar;
  const auto start = std::chrono::steady_clock::now();
  const auto summary =
      corpus::ResampleCorpus(options.resample, pool, [&](size_t done, size_t total) {
        if (bar == nullptr) bar = std::make_unique<Progress>("resample", total);
        bar->Update(done);
      });
  bar.reset();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  for (const auto& [file, reason] : summary.failures)
    fmt::print(stderr, "failed: {}: {}\n", file.string(), reason);
  std::cout << Report(summary, elapsed.count()) << '\n' << std::flush;
  if (!summary.failures.empty())
    Fail(ErrorCode::kInvalidArgument, "{} recordings could not be converted; the reasons are above",
         summary.failures.size());
}

}  // namespace

void AddResample(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  corpus::ResampleOptions& resample = options->resample;
  CLI::App* command = app.add_subcommand(
      "resample", "Convert a folder of recordings to the wav files that training reads.");
  command
      ->add_option("--in-dir,--in_dir", resample.in_dir,
                   "recordings: SPEAKER/*.wav, flac, ogg or mp3, nested folders too")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--out-dir,--out_dir", resample.out_dir, "where SPEAKER/*.wav go")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--sr", resample.clip.sample_rate, "sample rate in Hz")
      ->capture_default_str();
  command->add_flag("--mono,!--no-mono", resample.clip.mono,
                    "mix channels down, the default; training reads mono");
  command->add_flag("--trim", resample.clip.trim, "cut off silence at both ends");
  command->add_option("--loudness", resample.clip.loudness,
                      "bring each recording to this loudness in LUFS, such as -23");
  command->add_option("--jobs", options->jobs, "cores to use; 0: all")->capture_default_str();
  command->add_option("--shard", options->shard, "do only part i (from 0) of n")
      ->type_name("I/N")
      ->capture_default_str();
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
