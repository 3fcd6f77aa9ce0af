#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace bv2::corpus {

struct Failure {
  std::filesystem::path file;
  std::string reason;
};

// What a step that makes one file a recording has done.
struct StepSummary {
  size_t written = 0;
  size_t up_to_date = 0;
  double amount = 0;                   // of what was written, in the step's own unit
  std::vector<Failure> failures = {};  // by file
};

// Called as recordings are finished, by one thread at a time.
using StepProgress = std::function<void(size_t done, size_t total)>;

// A summary that several threads add to.
class Tally {
 public:
  Tally(size_t total, const StepProgress& progress) : total_(total), progress_(progress) {}

  void Written(double amount) {
    Add([&] {
      ++summary_.written;
      summary_.amount += amount;
    });
  }
  void UpToDate() {
    Add([&] { ++summary_.up_to_date; });
  }
  void Failed(const std::filesystem::path& file, const char* reason) {
    Add([&] { summary_.failures.push_back({file, reason}); });
  }
  StepSummary Summary() {
    std::ranges::sort(summary_.failures, {}, &Failure::file);
    return std::move(summary_);
  }

 private:
  template <typename Change>
  void Add(const Change& change) {
    const std::lock_guard lock(mutex_);
    change();
    progress_(++done_, total_);
  }

  std::mutex mutex_;
  size_t done_ = 0;
  size_t total_;
  const StepProgress& progress_;
  StepSummary summary_;
};

}  // namespace bv2::corpus
