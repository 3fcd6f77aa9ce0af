#include "synth/profile.h"

#include <fmt/format.h>

#include <algorithm>

namespace bv2::synth {

void Profile::Mark(std::string_view stage, double flop) {
  const Clock::time_point now = Clock::now();
  Stage& found = Find(stage);
  found.seconds += std::chrono::duration<double>(now - last_).count();
  found.flop += flop;
  last_ = now;
}

void Profile::Add(const Profile& other) {
  for (const Stage& stage : other.stages_) {
    Stage& found = Find(stage.name);
    found.seconds += stage.seconds;
    found.flop += stage.flop;
  }
}

Profile::Stage& Profile::Find(std::string_view stage) {
  auto found = std::ranges::find(stages_, stage, &Stage::name);
  if (found == stages_.end()) found = stages_.insert(found, {.name = std::string(stage)});
  return *found;
}

double Profile::seconds() const {
  double total = 0;
  for (const Stage& stage : stages_) total += stage.seconds;
  return total;
}

std::string Profile::Table(double audio_seconds, double peak_gflops) const {
  const double total = seconds();
  std::string out =
      fmt::format("{:<10} {:>9} {:>6} {:>9} {:>7}\n", "stage", "ms", "share", "GFLOP/s", "of peak");
  for (const Stage& stage : stages_) {
    out += fmt::format("{:<10} {:>9.2f} {:>5.1f}%", stage.name, stage.seconds * 1e3,
                       100 * stage.seconds / total);
    if (stage.flop > 0) {
      const double rate = stage.flop / stage.seconds / 1e9;
      out += fmt::format(" {:>9.1f} {:>6.1f}%", rate, 100 * rate / peak_gflops);
    }
    out += '\n';
  }
  return out + fmt::format(
                   "{:<10} {:>9.2f}  {:.2f} s of audio, real-time factor {:.3f}; "
                   "fp32 FMA peak {:.0f} GFLOP/s\n",
                   "total", total * 1e3, audio_seconds, total / audio_seconds, peak_gflops);
}

}  // namespace bv2::synth
