#include "base/memory.h"

#include <sys/resource.h>

#include <fstream>
#include <limits>
#include <string>

namespace bv2 {
namespace {

constexpr size_t kKilobyte = 1024;

}  // namespace

size_t PeakMemoryBytes() {
  std::ifstream status("/proc/self/status");
  for (std::string field; status >> field;) {
    size_t kilobytes = 0;
    if (field == "VmHWM:" && status >> kilobytes) return kilobytes * kKilobyte;
    status.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<size_t>(usage.ru_maxrss) * kKilobyte;
}

void RestartPeakMemory() { std::ofstream("/proc/self/clear_refs") << 5; }

}  // namespace bv2
