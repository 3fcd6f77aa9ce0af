#include "base/affinity.h"

#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/check.h"

namespace bv2 {
namespace {

int ParseCore(std::string_view text, std::string_view list) {
  int core = -1;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, core);
  BV2_CHECK(error == std::errc() && stop == end && core >= 0 && core < CPU_SETSIZE,
            "'{}' is not a list of cores; write their numbers as in 0-3,8", list);
  return core;
}

}  // namespace

std::vector<int> ParseCores(std::string_view list) {
  std::vector<int> cores;
  for (std::string_view rest = list;;) {
    const size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view range = rest.substr(0, comma);
    const size_t dash = std::min(range.find('-'), range.size());
    const int first = ParseCore(range.substr(0, dash), list);
    const int last = dash == range.size() ? first : ParseCore(range.substr(dash + 1), list);
    BV2_CHECK(first <= last, "'{}' is not a list of cores: {} comes after {}", list, first, last);
    for (int core = first; core <= last; ++core) cores.push_back(core);
    if (comma == rest.size()) break;
    rest.remove_prefix(comma + 1);
  }
  std::ranges::sort(cores);
  const auto repeated = std::ranges::unique(cores);
  cores.erase(repeated.begin(), repeated.end());
  return cores;
}

void UseCores(const std::vector<int>& cores) {
  cpu_set_t allowed, wanted;
  CPU_ZERO(&allowed);
  CPU_ZERO(&wanted);
  ::sched_getaffinity(0, sizeof(allowed), &allowed);
  for (const int core : cores) {
    BV2_CHECK(CPU_ISSET(core, &allowed), "core {} is not there for this process", core);
    CPU_SET(core, &wanted);
  }
  BV2_CHECK(::sched_setaffinity(0, sizeof(wanted), &wanted) == 0, "cannot choose cores: {}",
            std::strerror(errno));
}

}  // namespace bv2
