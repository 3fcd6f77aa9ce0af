#include "base/thread_pool.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <optional>

#include "base/denormals.h"

#ifdef BV2_TSAN  // this file is compiled without ThreadSanitizer: see CMakeLists.txt
#include <sanitizer/tsan_interface.h>

// What happens inside of libraries that are not instrumented looks like races, as their own locks
// and atomics are not seen. In TBB that is the reuse of its memory: memset and the like from there
// do not count. In ICU it is what it makes once for all threads when it is first needed: no report
// counts that begins with ICU's allocating it.
extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libtbb.so\nrace:icu_*::UMemory::operator new\n";
}
#endif

namespace bv2 {
namespace {

// An order between threads that TBB keeps and ThreadSanitizer cannot see.
class Order {
 public:
#ifdef BV2_TSAN
  void Before() { __tsan_release(this); }
  void After() { __tsan_acquire(this); }
#else
  void Before() {}
  void After() {}
#endif
};

// Of calls that this thread runs tasks of, whichever pool's.
thread_local int depth = 0;

template <typename Count>
class Raised {
 public:
  explicit Raised(Count& count) : count_(count) { ++count_; }
  ~Raised() { --count_; }
  Raised(const Raised&) = delete;
  Raised& operator=(const Raised&) = delete;

 private:
  Count& count_;
};

using Task = std::function<void(size_t)>;

void RunTasks(size_t begin, size_t end, const Task& task) {
  const FlushDenormals flush;
  const Raised deeper(depth);
  for (size_t i = begin; i < end; ++i) task(i);
}

// The tasks of one call, in whichever threads.
class Call {
 public:
  explicit Call(const Task& task) : task_(task) { begun_.Before(); }
  ~Call() { done_.After(); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  void Run(size_t begin, size_t end) {
    struct Done {
      ~Done() { order.Before(); }
      Order& order;
    };
    begun_.After();
    const Done done{done_};
    RunTasks(begin, end, task_);
  }

 private:
  const Task& task_;
  Order begun_, done_;
};

}  // namespace

struct ThreadPool::Impl {
  explicit Impl(int threads) : arena(threads <= 0 ? tbb::task_arena::automatic : threads) {}

  void ParallelFor(size_t count, const Task& task) {
    Call call(task);
    const auto run = [&] {
      tbb::parallel_for(
          tbb::blocked_range<size_t>(0, count, 1),
          [&](const tbb::blocked_range<size_t>& range) { call.Run(range.begin(), range.end()); },
          tbb::simple_partitioner());
    };
    // Isolated: while a thread waits for the last of these tasks it begins none of others, which
    // may take long, and may want a mutex that it holds.
    arena.execute([&] { tbb::this_task_arena::isolate(run); });
  }

  // Whether every core has a caller of its own. Then sharing them out costs and gains nothing.
  bool IsTaken() const { return callers > 1 && callers >= arena.max_concurrency(); }

  tbb::task_arena arena;
  std::atomic<int> callers = 0;  // but those inside of tasks
};

ThreadPool::ThreadPool(int threads) : impl_(std::make_unique<Impl>(threads)) {}
ThreadPool::~ThreadPool() = default;

int ThreadPool::threads() const { return impl_->arena.max_concurrency(); }

void ThreadPool::ParallelFor(size_t count, const Task& task) const {
  std::optional<Raised<std::atomic<int>>> caller;
  if (depth == 0) caller.emplace(impl_->callers);
  if (count <= 1 || threads() == 1 || impl_->IsTaken())
    RunTasks(0, count, task);
  else
    impl_->ParallelFor(count, task);
}

}  // namespace bv2
