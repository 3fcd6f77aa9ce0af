#include "cli/bench_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace bv2::cli {
namespace {

// The median of get(run) over the runs.
template <typename Get>
double Median(std::span<const BenchRun> runs, Get get) {
  std::vector<double> values;
  for (const BenchRun& run : runs) values.push_back(get(run));
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

double Milliseconds(double seconds) { return seconds * 1e3; }
double Megabytes(size_t bytes) { return static_cast<double>(bytes) / 1e6; }

Json ToJson(const BenchSeries& series, double audio_seconds) {
  Json::Array stages;
  for (const synth::Profile::Stage& stage : series.median.profile.stages()) {
    Json json;
    json.Set("name", stage.name);
    json.Set("ms", Milliseconds(stage.seconds));
    if (stage.flop > 0) {
      const double rate = stage.flop / stage.seconds / 1e9;
      json.Set("gflops", rate);
      json.Set("of_peak", rate / series.peak_gflops);
    }
    stages.push_back(std::move(json));
  }
  Json json;
  json.Set("threads", series.threads);
  json.Set("peak_gflops", series.peak_gflops);
  json.Set("open_ms", Milliseconds(series.open_seconds));
  json.Set("first_audio_ms", Milliseconds(series.median.first_audio_seconds));
  json.Set("total_ms", Milliseconds(series.median.seconds));
  json.Set("real_time_factor", series.median.seconds / audio_seconds);
  json.Set("peak_memory_mb", Megabytes(series.peak_memory));
  json.Set("stages", std::move(stages));
  return json;
}

}  // namespace

BenchRun MedianRun(std::span<const BenchRun> runs) {
  BV2_CHECK(!runs.empty(), "there is no median of no runs");
  std::vector<synth::Profile::Stage> stages = runs[0].profile.stages();
  for (size_t i = 0; i < stages.size(); ++i)
    stages[i].seconds =
        Median(runs, [i](const BenchRun& run) { return run.profile.stages().at(i).seconds; });
  return {.profile = synth::Profile(std::move(stages)),
          .first_audio_seconds =
              Median(runs, [](const BenchRun& run) { return run.first_audio_seconds; }),
          .seconds = Median(runs, [](const BenchRun& run) { return run.seconds; })};
}

Json ToJson(const BenchReport& report) {
  Json::Array series;
  for (const BenchSeries& one : report.series) series.push_back(ToJson(one, report.audio_seconds));
  Json json;
  json.Set("instruction_set", report.instruction_set);
  json.Set("text", report.text);
  json.Set("runs", report.runs);
  json.Set("audio_seconds", report.audio_seconds);
  json.Set("series", std::move(series));
  return json;
}

std::string ToText(const BenchReport& report) {
  std::string out = fmt::format("{}; medians of {} runs of: {}\n", report.instruction_set,
                                report.runs, report.text);
  for (const BenchSeries& series : report.series) {
    out += fmt::format("\n{} thread{}\n", series.threads, series.threads == 1 ? "" : "s");
    out += series.median.profile.Table(report.audio_seconds, series.peak_gflops);
    out += fmt::format("first audio after {:.1f} ms; opened in {:.1f} ms; peak memory {:.0f} MB\n",
                       Milliseconds(series.median.first_audio_seconds),
                       Milliseconds(series.open_seconds), Megabytes(series.peak_memory));
  }
  return out;
}

}  // namespace bv2::cli
