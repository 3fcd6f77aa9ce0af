#include "cli/step.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include "base/error.h"
#include "cli/progress.h"

namespace bv2::cli {

void AddStepOptions(CLI::App& command, StepOptions& options, const std::string& jobs) {
  command.add_option(jobs, options.jobs, "cores to use; 0: all")->capture_default_str();
  command.add_option("--shard", options.shard, "do only part i (from 0) of n")
      ->type_name("I/N")
      ->capture_default_str();
}

void RunStep(const std::string& name, const AmountText& describe,
             const std::function<corpus::StepSummary(const corpus::StepProgress&)>& step) {
  std::unique_ptr<Progress> bar;
  const auto start = std::chrono::steady_clock::now();
  const corpus::StepSummary summary = step([&](size_t done, size_t total) {
    if (bar == nullptr) bar = std::make_unique<Progress>(name, total);
    bar->Update(done);
  });
  bar.reset();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  const size_t failed = summary.failures.size();
  for (const auto& [file, reason] : summary.failures)
    fmt::print(stderr, "failed: {}: {}\n", file.string(), reason);
  std::string report = fmt::format("{} written, {} up to date, {} failed", summary.written,
                                   summary.up_to_date, failed);
  if (summary.written > 0)
    report += "; " + describe(summary.amount, elapsed.count());
  else if (failed == 0)
    report += "; nothing to do";
  std::cout << report << '\n' << std::flush;
  if (failed > 0)
    Fail(ErrorCode::kInvalidArgument, "{} of {} recordings failed; the reasons are above", failed,
         summary.written + summary.up_to_date + failed);
}

std::string SoundText(double sound, double seconds) {
  return fmt::format("{:.1f} minutes of sound, {:.0f} × real time", sound / 60, sound / seconds);
}

}  // namespace bv2::cli
