#pragma once

#include "base/arena.h"
#include "base/thread_pool.h"

namespace bv2 {

// What every layer needs while it computes one utterance: the shared cores and its own scratch.
// Cheap to copy; valid as long as what it refers to.
struct Context {
  const ThreadPool& pool;
  Arena& arena;
  double* flop = nullptr;  // where the layers add up their arithmetic, for profiles; may be null

  // Counts `rows` rows of a layer that multiplies and adds `multiply_adds` times in each.
  void Count(size_t rows, size_t multiply_adds) const {
    if (flop != nullptr)
      *flop += 2.0 * static_cast<double>(rows) * static_cast<double>(multiply_adds);
  }
};

}  // namespace bv2
