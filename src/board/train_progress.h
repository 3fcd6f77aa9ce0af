#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status_line.h"

namespace bv2::board {

// How far training is.
struct TrainState {
  int64_t step = 0;       // that were done
  int64_t last_step = 0;  // at which training ends
  int64_t epoch = 1;
  double part = 0;  // of the epoch that is done, 0 to 1
  std::vector<std::pair<std::string_view, double>> losses = {};  // name and value
  uint64_t memory = 0;  // bytes; of the GPU where there is one
};

// "epoch 3  45 %  step 1200/20000  2.31 steps/s  2 h 16 min left  mel 18.3  kl 1.42  3.4 GB".
// Without speed (0), neither it nor the time left is shown.
std::string ProgressText(const TrainState& state, double steps_per_second);

// "12 s", "3 min 20 s", "2 h 16 min", "4 d 3 h".
std::string DurationText(double seconds);

// Memory of this process that is in use, in bytes; 0 where the system does not tell.
uint64_t ResidentMemory();

// Shows that text: on a terminal as one line that is kept up to date, elsewhere as a line every
// half minute. The speed is that of the last steps. Thread-safe.
class TrainProgress {
 public:
  using Clock = std::function<double()>;  // seconds from any moment on
  explicit TrainProgress(std::FILE* stream = stderr, Clock clock = SteadySeconds);

  void Update(const TrainState& state);
  // A line that stays, above the progress line.
  void Print(std::string_view line);

 private:
  static double SteadySeconds();
  double StepsPerSecond(int64_t step, double now);
  void PrintLine(std::string_view line);

  std::mutex mutex_;
  StatusLine line_;
  std::FILE* stream_;
  Clock clock_;
  std::deque<std::pair<double, int64_t>> history_;  // time and step
  double shown_ = -1e9;                             // time of the last output
};

}  // namespace bv2::board
