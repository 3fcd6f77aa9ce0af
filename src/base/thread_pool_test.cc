#include "base/thread_pool.h"

#include <atomic>
#include <limits>

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

class ThreadPoolTest : public testing::TestWithParam<int> {};

TEST_P(ThreadPoolTest, RunsEachTaskOnce) {
  const ThreadPool pool(GetParam());
  std::vector<std::atomic<int>> runs(1000);
  pool.ParallelFor(runs.size(), [&](size_t i) { ++runs[i]; });
  for (const auto& count : runs) EXPECT_EQ(count, 1);
}

TEST_P(ThreadPoolTest, RethrowsFromTasks) {
  const ThreadPool pool(GetParam());
  EXPECT_THROW(pool.ParallelFor(8,
                                [](size_t i) {
                                  if (i == 3) Fail(ErrorCode::kInternal, "task {}", i);
                                }),
               Error);
}

TEST_P(ThreadPoolTest, TasksFlushDenormals) {
  const ThreadPool pool(GetParam());
  std::atomic<int> kept{0};
  pool.ParallelFor(16, [&](size_t) {
    volatile float tiny = std::numeric_limits<float>::min();
    if (tiny * 0.5f != 0.0f) ++kept;
  });
  EXPECT_EQ(kept, 0);
}

TEST_P(ThreadPoolTest, Nests) {
  const ThreadPool pool(GetParam());
  std::atomic<int> runs{0};
  pool.ParallelFor(4, [&](size_t) { pool.ParallelFor(5, [&](size_t) { ++runs; }); });
  EXPECT_EQ(runs, 20);
}

TEST_P(ThreadPoolTest, AThreadThatWaitsBeginsNothingElse) {
  const ThreadPool pool(GetParam());
  static thread_local bool inside = false;
  std::atomic<int> begun_inside{0};
  pool.ParallelFor(200, [&](size_t) {
    if (inside) ++begun_inside;
    inside = true;
    pool.ParallelFor(4, [](size_t) {
      volatile int work = 0;
      while (work < 20000) work = work + 1;
    });
    inside = false;
  });
  EXPECT_EQ(begun_inside, 0);
}

INSTANTIATE_TEST_SUITE_P(Threads, ThreadPoolTest, testing::Values(1, 2, 4));

}  // namespace
}  // namespace bv2
