#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/status_line.h"

namespace bv2::cli {

// One line, 20 characters of bar: "label ██████████░░░░░░░░░░  50 %  3/6  0.25/s  0:12 left".
// The rate and the time left appear once something is done.
std::string ProgressLine(const std::string& label, size_t done, size_t total, double seconds);

// A progress bar on standard error, drawn only if that is a terminal and only for more than one
// step; gone when the object goes. Not thread-safe.
class Progress {
 public:
  Progress(std::string label, size_t total);
  void Update(size_t done);

 private:
  std::string label_;
  size_t total_;
  StatusLine line_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_ = {};
};

}  // namespace bv2::cli
