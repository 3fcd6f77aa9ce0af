#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/heap.h"
#include "base/memory.h"
#include "cli/bench_report.h"
#include "cli/commands.h"
#include "cli/device_options.h"
#include "cli/voice_options.h"
#include "kernels/instruction_set.h"
#include "kernels/peak_probe.h"

namespace bv2::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Thirty characters.
constexpr const char* kText = "今天天气真不错，我们一起去公园散步，然后找一家咖啡馆坐坐吧。";

struct Options {
  VoiceOptions voice;
  LanguageOptions language;
  synth::Request request = {.text = kText, .seed = 1};
  std::vector<int> threads;
  size_t runs = 5;
  bool fast = false;
  bool json = false;
};

double Since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// 1, 2, 4, … and the number of cores.
std::vector<int> UsualThreads() {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::vector<int> result;
  for (int threads = 1; threads < cores; threads *= 2) result.push_back(threads);
  result.push_back(cores);
  return result;
}

BenchRun TimeOnce(const synth::Synthesizer& synthesizer, const synth::Request& request,
                  double& audio_seconds) {
  BenchRun run;
  const auto start = Clock::now();
  const synth::Result result = synthesizer.Synthesize(request,
                                                      [&](std::span<const float>) {
                                                        if (run.first_audio_seconds == 0)
                                                          run.first_audio_seconds = Since(start);
                                                      },
                                                      {.profile = &run.profile, .ahead = false});
  run.seconds = Since(start);
  audio_seconds = result.seconds();
  return run;
}

BenchSeries Measure(const Options& options, int threads, double& audio_seconds) {
  RestartPeakMemory();
  BenchSeries series{.threads = threads};
  const auto start = Clock::now();
  const synth::SynthesizerFiles files = options.voice.Files(options.language);
  const auto backbone = std::make_shared<const synth::Backbone>(files.backbone(), threads,
                                                                /*bert_cache_bytes=*/0);
  const synth::Synthesizer synthesizer(backbone, files.model, files.config);
  series.open_seconds = Since(start);
  TimeOnce(synthesizer, options.request, audio_seconds);  // opens what opens at its first use
  std::vector<BenchRun> runs;
  std::vector<double> peaks;
  for (size_t i = 0; i < options.runs; ++i) {
    peaks.push_back(kernels::PeakGflops(threads));
    runs.push_back(TimeOnce(synthesizer, options.request, audio_seconds));
  }
  std::ranges::nth_element(peaks, peaks.begin() + std::ssize(peaks) / 2);
  series.peak_gflops = peaks[peaks.size() / 2];
  series.median = MedianRun(runs);
  series.peak_memory = PeakMemoryBytes();
  return series;
}

void Run(Options options) {
  options.voice.ChooseCores();
  options.voice.files.engine = CpuEngine(options.fast);
  UseHugePagesForHeap();
  const text::TextOptions reading = options.language.Reading();
  options.request.language = reading.language;
  options.request.normalization = reading.normalization;
  options.request.foreign = reading.foreign;
  options.request.dictionary = reading.dictionary;
  if (options.threads.empty()) options.threads = UsualThreads();
  BenchReport report{.instruction_set = kernels::InstructionSets().front(),
                     .text = options.request.text,
                     .runs = options.runs};
  for (const int threads : options.threads)
    report.series.push_back(Measure(options, threads, report.audio_seconds));
  std::cout << (options.json ? ToJson(report).Dump(1) + '\n' : ToText(report));
}

}  // namespace

void AddBench(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "bench", "Measure how fast a voice speaks on this machine, stage by stage.");
  AddVoiceOptions(*command, options->voice);
  AddFastFlag(*command, options->fast);
  command->add_option("--text", options->request.text, "what to say")->capture_default_str();
  AddLanguageOptions(*command, options->language);
  command
      ->add_option("--threads", options->threads,
                   "cores to use, one series of runs for each: 1,2,4 (default: up to all)")
      ->delimiter(',')
      ->check(CLI::Range(1, 1024));
  command->add_option("--runs", options->runs, "runs behind each median")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_option("--length-scale", options->request.length_scale, "above 1 is slower")
      ->capture_default_str();
  command->add_flag("--stream", options->request.early_start,
                    "the first clause on its own, as synth --stream");
  command->add_flag("--json", options->json, "print JSON");
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
