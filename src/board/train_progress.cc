#include "board/train_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace bv2::board {
namespace {

constexpr size_t kHistory = 100;  // steps that the speed is taken from
constexpr double kRedrawSeconds = 0.1, kLineSeconds = 30;

std::string MemoryText(uint64_t bytes) {
  const double megabytes = static_cast<double>(bytes) / 1e6;
  return megabytes < 1000 ? fmt::format("{:.0f} MB", megabytes)
                          : fmt::format("{:.1f} GB", megabytes / 1000);
}

}  // namespace

std::string DurationText(double seconds) {
  const int64_t whole = std::llround(std::clamp(seconds, 0.0, 1e12));
  const int64_t minutes = whole / 60, hours = minutes / 60, days = hours / 24;
  if (days > 0) return fmt::format("{} d {} h", days, hours % 24);
  if (hours > 0) return fmt::format("{} h {} min", hours, minutes % 60);
  if (minutes > 0) return fmt::format("{} min {} s", minutes, whole % 60);
  return fmt::format("{} s", whole);
}

std::string ProgressText(const TrainState& state, double steps_per_second) {
  std::string text =
      fmt::format("epoch {}  {:.0f} %  step {}", state.epoch, 100 * state.part, state.step);
  if (state.last_step > 0) text += fmt::format("/{}", state.last_step);
  if (steps_per_second > 0) {
    text += steps_per_second < 0.995 ? fmt::format("  {:.1f} s/step", 1 / steps_per_second)
                                     : fmt::format("  {:.2f} steps/s", steps_per_second);
    if (state.last_step > state.step) {
      const auto steps = static_cast<double>(state.last_step - state.step);
      text += "  " + DurationText(steps / steps_per_second) + " left";
    }
  }
  for (const auto& [name, value] : state.losses) text += fmt::format("  {} {:.3g}", name, value);
  if (state.memory > 0) text += "  " + MemoryText(state.memory);
  return text;
}

uint64_t ResidentMemory() {
  uint64_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

TrainProgress::TrainProgress(std::FILE* stream, Clock clock)
    : line_(stream), stream_(stream), clock_(std::move(clock)) {}

double TrainProgress::SteadySeconds() {
  using Seconds = std::chrono::duration<double>;
  return Seconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double TrainProgress::StepsPerSecond(int64_t step, double now) {
  if (history_.empty() || history_.back().second != step) history_.emplace_back(now, step);
  if (history_.size() > kHistory) history_.pop_front();
  const auto& [start, first_step] = history_.front();
  if (history_.back().first <= start) return 0;
  return static_cast<double>(step - first_step) / (history_.back().first - start);
}

void TrainProgress::Update(const TrainState& state) {
  const std::lock_guard lock(mutex_);
  const double now = clock_();
  const double speed = StepsPerSecond(state.step, now);
  if (now - shown_ < (line_.visible() ? kRedrawSeconds : kLineSeconds)) return;
  shown_ = now;
  const std::string text = ProgressText(state, speed);
  line_.visible() ? line_.Show(text) : PrintLine(text);
}

void TrainProgress::Print(std::string_view line) {
  const std::lock_guard lock(mutex_);
  PrintLine(line);
}

void TrainProgress::PrintLine(std::string_view line) {
  line_.Clear();
  fmt::print(stream_, "{}\n", line);
  std::fflush(stream_);
}

}  // namespace bv2::board
