#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace bv2 {

// The cores one process gives to synthesis, shared by all concurrent utterances (oneTBB arena).
// Thread-safe: any thread may call ParallelFor; calls may nest.
class ThreadPool {
 public:
  // threads <= 0: one per hardware thread. The calling thread counts as one of them.
  explicit ThreadPool(int threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const;

  // Runs task(0) … task(count - 1), each exactly once, and returns when all have finished. The
  // first exception thrown by a task is rethrown here. Tasks must not depend on their order. While
  // the caller waits it runs tasks of this call only.
  // Every worker computes with denormals flushed to zero.
  void ParallelFor(size_t count, const std::function<void(size_t)>& task) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bv2
