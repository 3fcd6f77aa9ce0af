#pragma once

#include "base/arena.h"
#include "base/thread_pool.h"

namespace bv2 {

// What every layer needs while it computes one utterance: the shared cores and its own scratch.
// Cheap to copy; valid as long as what it refers to.
struct Context {
  const ThreadPool& pool;
  Arena& arena;
};

}  // namespace bv2
