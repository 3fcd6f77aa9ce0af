#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/thread_pool.h"

namespace bv2 {

// {make(0), …, make(count - 1)}, made concurrently. `make` must be safe to call from any thread.
template <typename Make>
auto ParallelMake(const ThreadPool& pool, size_t count, const Make& make) {
  using Made = decltype(make(size_t{0}));
  std::vector<std::optional<Made>> slots(count);
  pool.ParallelFor(count, [&](size_t i) { slots[i].emplace(make(i)); });
  std::vector<Made> result;
  result.reserve(count);
  for (auto& slot : slots) result.push_back(std::move(*slot));
  return result;
}

}  // namespace bv2
