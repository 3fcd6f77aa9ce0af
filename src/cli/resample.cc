#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"
#include "cli/step.h"
#include "corpus/resample.h"

namespace bv2::cli {
namespace {

struct Options {
  corpus::ResampleOptions resample;
  StepOptions step;
};

void Run(Options options) {
  options.resample.shard = corpus::ParseShard(options.step.shard);
  const ThreadPool pool(options.step.jobs);
  RunStep("resample", SoundText, [&](const corpus::StepProgress& progress) {
    return corpus::ResampleCorpus(options.resample, pool, progress);
  });
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
  AddStepOptions(*command, options->step);
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
