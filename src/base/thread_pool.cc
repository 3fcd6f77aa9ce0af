#include "base/thread_pool.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "base/denormals.h"

namespace bv2 {

struct ThreadPool::Impl {
  explicit Impl(int threads) : arena(threads <= 0 ? tbb::task_arena::automatic : threads) {}
  tbb::task_arena arena;
};

ThreadPool::ThreadPool(int threads) : impl_(std::make_unique<Impl>(threads)) {}
ThreadPool::~ThreadPool() = default;

int ThreadPool::threads() const { return impl_->arena.max_concurrency(); }

void ThreadPool::ParallelFor(size_t count, const std::function<void(size_t)>& task) const {
  if (count <= 1 || threads() == 1) {
    const FlushDenormals flush;
    for (size_t i = 0; i < count; ++i) task(i);
    return;
  }
  impl_->arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<size_t>(0, count, 1),
        [&](const tbb::blocked_range<size_t>& range) {
          const FlushDenormals flush;
          for (size_t i = range.begin(); i < range.end(); ++i) task(i);
        },
        tbb::simple_partitioner());
  });
}

}  // namespace bv2
