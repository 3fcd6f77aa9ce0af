#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "board/curves.h"
#include "board/extract.h"
#include "board/runs.h"
#include "check/glob.h"
#include "cli/commands.h"
#include "plot/png.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string path;
  std::vector<std::string> tags;
  bool csv = false;
  std::string extract;
  std::string png;
  plot::ChartOptions chart = {.x_label = "Step"};
  double smooth = 0;
};

using board::Run;
using board::Series;

// Leaves out what --tag does not name.
void Select(const std::vector<std::string>& wanted, std::vector<Run>& runs) {
  if (wanted.empty()) return;
  for (Run& run : runs)
    std::erase_if(run.series, [&](const Series& series) {
      return std::none_of(wanted.begin(), wanted.end(), [&](const std::string& filter) {
        return check::FilterMatches(filter, series.tag);
      });
    });
  std::erase_if(runs, [](const Run& run) { return run.series.empty(); });
  if (runs.empty())
    Fail(ErrorCode::kNotFound, "no tag matches '{}'; without --tag all are listed",
         fmt::join(wanted, "', '"));
}

const char* KindOf(const Series& series) {
  constexpr const char* kNames[] = {"other", "scalar", "picture", "sound", "histogram"};
  static_assert(std::size(kNames) == std::variant_size_v<board::Content>);
  return series.entries.empty() ? "void" : kNames[series.entries.back().content.index()];
}

void List(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    std::cout << fmt::format("run {}, {} {}\n", run.name, run.files,
                             run.files == 1 ? "file" : "files");
    size_t width = 0;
    for (const Series& series : run.series) width = std::max(width, series.tag.size());
    for (const Series& series : run.series) {
      std::string line = fmt::format("  {:<{}}  {:<9}  {:>6}", series.tag, width, KindOf(series),
                                     series.entries.size());
      if (!series.entries.empty())
        line += fmt::format("  steps {} to {}", series.entries.front().step,
                            series.entries.back().step);
      const plot::Curve curve = CurveOf(series);
      if (!curve.y.empty())
        line += fmt::format("  values {:.5g} to {:.5g}", curve.y.front(), curve.y.back());
      std::cout << line << '\n';
    }
  }
}

void PrintValues(const std::vector<Run>& runs) {
  for (const Run& run : runs)
    for (const Series& series : run.series) {
      const plot::Curve curve = CurveOf(series);
      if (curve.y.empty()) continue;
      std::cout << fmt::format("{}, run {}\n", series.tag, run.name);
      for (size_t i = 0; i < curve.y.size(); ++i)
        std::cout << fmt::format("{:>10}  {:.6g}\n", curve.x[i], curve.y[i]);
    }
}

// RFC 4180.
std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

void PrintCsv(const std::vector<Run>& runs) {
  std::cout << "run,tag,step,wall_time,value\n";
  for (const Run& run : runs)
    for (const Series& series : run.series)
      for (const auto& entry : series.entries)
        if (const auto* scalar = std::get_if<board::Scalar>(&entry.content))
          std::cout << fmt::format("{},{},{},{:.3f},{}\n", CsvField(run.name), CsvField(series.tag),
                                   entry.step, entry.wall_time, scalar->value);
}

void ExtractAll(const std::vector<Run>& runs, const std::string& folder) {
  size_t count = 0;
  for (const Run& run : runs)
    for (const Series& series : run.series) count += board::Extract(run.name, series, folder);
  std::cout << fmt::format("{} pictures and sounds written to {}\n", count, folder);
}

std::vector<plot::Curve> Curves(const std::vector<Run>& runs, double smooth) {
  std::vector<plot::Curve> curves;
  size_t color = 0;
  for (const Run& run : runs)
    for (const Series& series : run.series) {
      plot::Curve curve = CurveOf(series);
      if (curve.y.empty()) continue;
      if (runs.size() > 1) curve.name = run.name + ": " + curve.name;
      curve.color = color++;
      if (smooth > 0) {
        plot::Curve raw = curve;
        raw.pale = true;
        curves.push_back(std::move(raw));
        curve.y = board::Smoothed(curve.y, smooth);
      }
      curves.push_back(std::move(curve));
    }
  constexpr size_t kMost = 10;  // colours that can be told apart
  if (color == 0) Fail(ErrorCode::kNotFound, "there are no scalars to draw");
  if (color > kMost)
    Fail(ErrorCode::kInvalidArgument,
         "{} curves are too many for one chart; choose up to {} by "
         "--tag",
         color, kMost);
  return curves;
}

void Show(const Options& options) {
  std::vector<Run> runs = board::ReadRuns(options.path);
  for (const Run& run : runs)
    for (const std::string& problem : run.problems) LogWarning("{}", problem);
  Select(options.tags, runs);
  if (!options.png.empty())
    ReplaceFile(options.png,
                plot::EncodePng(plot::DrawLineChart(Curves(runs, options.smooth), options.chart)));
  if (!options.extract.empty()) ExtractAll(runs, options.extract);
  if (options.csv)
    PrintCsv(runs);
  else if (options.png.empty() && options.extract.empty())
    options.tags.empty() ? List(runs) : PrintValues(runs);
}

}  // namespace

void AddEvents(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "events", "List, print, draw or extract what training wrote for TensorBoard.");
  command->add_option("path", options->path, "an event file, or a folder with some below it")
      ->type_name("FILE|DIR")
      ->required();
  command
      ->add_option("--tag", options->tags,
                   "print the scalars of tags with this in their name, or fitting a pattern with * "
                   "and ?; may be repeated")
      ->type_name("PATTERN")
      ->take_all();
  command->add_flag("--csv", options->csv, "print scalars as run,tag,step,wall_time,value");
  command->add_option("--extract", options->extract, "write pictures and sounds below this folder")
      ->type_name("DIR");
  command->add_option("--png", options->png, "draw scalars as curves into this file")
      ->type_name("FILE");
  command->add_option("--smooth", options->smooth,
                      "smooth curves, as TensorBoard's slider: 0 not at all, 0.99 strongly");
  command->add_flag("--log", options->chart.logarithmic, "draw values on a logarithmic scale");
  command->add_option("--title", options->chart.title, "of the drawing");
  command->add_option("--scale", options->chart.scale, "size of the drawing; 2 for sharp screens")
      ->capture_default_str();
  command->callback([options] { Show(*options); });
}

}  // namespace bv2::cli
