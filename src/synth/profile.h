#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
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

  Profile() = default;
  explicit Profile(std::vector<Stage> stages) : stages_(std::move(stages)) {}

  // Starts the clock of the next stage.
  void Start() { last_ = Clock::now(); }
  // Adds the time since the last Start or Mark to a stage.
  void Mark(std::string_view stage, double flop = 0);

  // Adds the stages of another.
  void Add(const Profile& other);

  const std::vector<Stage>& stages() const { return stages_; }  // in the order of first use
  double seconds() const;                                       // of all stages

  // A table: per stage milliseconds, share, GFLOP/s and per cent of `peak_gflops`, with the
  // real-time factor of `audio_seconds` below.
  std::string Table(double audio_seconds, double peak_gflops) const;

 private:
  Stage& Find(std::string_view stage);

  using Clock = std::chrono::steady_clock;
  std::vector<Stage> stages_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace bv2::synth
