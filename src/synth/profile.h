#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace bv2::synth {

// Where the time of a synthesis goes: seconds and arithmetic per stage. Not thread-safe.
class Profile {
 public:
  struct Stage {
    std::string name;
    double seconds = 0;
    double flop = 0;  // 0: not counted
  };

  // Starts the clock of the next stage.
  void Start() { last_ = Clock::now(); }
  // Adds the time since the last Start or Mark to a stage.
  void Mark(std::string_view stage, double flop = 0);

  const std::vector<Stage>& stages() const { return stages_; }  // in the order of first use

  // A table: per stage milliseconds, share, GFLOP/s and per cent of `peak_gflops`, with the
  // real-time factor of `audio_seconds` below.
  std::string Table(double audio_seconds, double peak_gflops) const;

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<Stage> stages_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace bv2::synth
