#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "synth/profile.h"

namespace bv2::cli {

// One synthesis, timed.
struct BenchRun {
  synth::Profile profile = {};
  double first_audio_seconds = 0;  // from the call to the first samples
  double seconds = 0;              // from the call to the last
};

// All with one number of threads.
struct BenchSeries {
  int threads = 0;
  double peak_gflops = 0;   // of that many cores, while this was measured
  double open_seconds = 0;  // until voice and BERT are ready
  size_t peak_memory = 0;   // bytes
  BenchRun median = {};     // of each figure by itself
};

struct BenchReport {
  std::string instruction_set;
  std::string text;
  size_t runs = 0;           // behind each median
  double audio_seconds = 0;  // that the text became
  std::vector<BenchSeries> series = {};
};

//   runs   at least one, all of the same stages
BenchRun MedianRun(std::span<const BenchRun> runs);

Json ToJson(const BenchReport& report);
// A table for each number of threads.
std::string ToText(const BenchReport& report);

}  // namespace bv2::cli
