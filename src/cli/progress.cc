#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bv2::cli {

std::string ProgressLine(const std::string& label, size_t done, size_t total, double seconds) {
  constexpr size_t kWidth = 20;
  const double part =
      total == 0 ? 1.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto full = static_cast<size_t>(part * kWidth);
  std::string bar;
  for (size_t i = 0; i < kWidth; ++i) bar += i < full ? "█" : "░";
  std::string line = fmt::format("{} {} {:3.0f} %  {}/{}", label, bar, 100 * part, done, total);
  if (part > 0 && part < 1) {
    const auto left = static_cast<long>(seconds * (1 - part) / part + 0.5);
    line += fmt::format("  {:.3g}/s  {}:{:02} left", static_cast<double>(done) / seconds, left / 60,
                        left % 60);
  }
  return line;
}

Progress::Progress(std::string label, size_t total) : label_(std::move(label)), total_(total) {
  Update(0);
}

void Progress::Update(size_t done) {
  if (total_ <= 1) return;
  constexpr std::chrono::milliseconds kRedraw(50);  // a terminal is slow
  const auto now = std::chrono::steady_clock::now();
  if (done > 0 && done < total_ && now - drawn_ < kRedraw) return;
  drawn_ = now;
  const std::chrono::duration<double> elapsed = now - start_;
  line_.Show(ProgressLine(label_, done, total_, elapsed.count()));
}

}  // namespace bv2::cli
