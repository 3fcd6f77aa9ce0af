#pragma once

#include <functional>
#include <string>

#include "base/thread_pool.h"
#include "corpus/tally.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// What every step of corpus preparation that makes one file a recording lets the user choose.
struct StepOptions {
  std::string shard = "0/1";
  int jobs = 0;
};

// `jobs` are the names of that option.
void AddStepOptions(CLI::App& command, StepOptions& options, const std::string& jobs = "--jobs");

// What was done, as words: the summary's amount and the seconds that it took.
using AmountText = std::function<std::string(double amount, double seconds)>;

// Runs a step behind a progress bar. Prints what it has done to standard output, and what failed
// and why to standard error. Throws kInvalidArgument if anything failed.
void RunStep(const std::string& name, const AmountText& describe,
             const std::function<corpus::StepSummary(const corpus::StepProgress&)>& step);

// An AmountText of seconds of sound.
std::string SoundText(double sound, double seconds);

}  // namespace bv2::cli
