#include "server/job_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace bv2::server {
namespace {

using std::chrono::milliseconds;

bool Never() { return false; }

using Duration = JobQueue::Clock::duration;

// Has a turn of this length at least; returns its longest possible length.
Duration Compute(JobQueue::Place& place, Duration time) {
  EXPECT_TRUE(place.TakeTurn(Never));
  const auto start = JobQueue::Clock::now();
  std::this_thread::sleep_for(time);
  place.GiveTurn();
  return JobQueue::Clock::now() - start + milliseconds(1);
}

TEST(JobQueueTest, AdmitsAsManyAsItMay) {
  JobQueue queue(2, 1);
  auto first = queue.Enter();
  {
    const auto second = queue.Enter();
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(queue.Enter());
    EXPECT_EQ(queue.admitted(), 2u);
  }
  EXPECT_TRUE(queue.Enter());
  // A place that was handed on is still one.
  const JobQueue::Place moved = std::move(*first);
  first.reset();
  EXPECT_EQ(queue.admitted(), 1u);
}

TEST(JobQueueTest, NoMoreComputeThanThereAreTurns) {
  constexpr size_t kTurns = 3, kJobs = 16;
  JobQueue queue(kJobs, kTurns);
  std::atomic<size_t> computing = 0, most = 0, turns = 0;
  std::vector<std::thread> jobs;
  for (size_t j = 0; j < kJobs; ++j)
    jobs.emplace_back([&] {
      auto place = queue.Enter();
      for (int turn = 0; turn < 20; ++turn) {
        ASSERT_TRUE(place->TakeTurn(Never));
        const size_t now = ++computing;
        for (size_t seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::yield();
        --computing;
        ++turns;
        place->GiveTurn();
      }
    });
  for (std::thread& job : jobs) job.join();
  EXPECT_EQ(most, kTurns);
  EXPECT_EQ(turns, kJobs * 20);
  EXPECT_EQ(queue.computing(), 0u);
  EXPECT_EQ(queue.admitted(), 0u);
}

TEST(JobQueueTest, TheNextTurnIsForWhoHadTheLeastTime) {
  JobQueue queue(8, 1);
  std::vector<JobQueue::Place> places;
  for (int i = 0; i < 3; ++i) places.push_back(*queue.Enter());
  Duration had = Compute(places[1], milliseconds(10));
  had = Compute(places[2], had + milliseconds(10));
  had = Compute(places[0], had + milliseconds(10));
  JobQueue::Place busy = *queue.Enter();  // level with the first of these
  Compute(busy, had);
  ASSERT_TRUE(busy.TakeTurn(Never));
  std::string order;
  std::vector<std::thread> jobs;
  for (size_t i = 0; i < places.size(); ++i)
    jobs.emplace_back([&, i] {
      ASSERT_TRUE(places[i].TakeTurn(Never));
      order += static_cast<char>('0' + i);
      places[i].GiveTurn();
    });
  std::this_thread::sleep_for(milliseconds(100));  // until all wait
  EXPECT_EQ(order, "");
  busy.GiveTurn();
  for (std::thread& job : jobs) job.join();
  EXPECT_EQ(order, "120");
}

// Else who comes now would be served before all who are there, and others after them, for ever.
TEST(JobQueueTest, ANewJobDoesNotCountAsOneThatWaitedForLong) {
  JobQueue queue(8, 1);
  JobQueue::Place old = *queue.Enter();
  Compute(old, milliseconds(50));
  JobQueue::Place late = *queue.Enter();  // starts where the old one stands
  Compute(late, milliseconds(10));
  ASSERT_TRUE(late.TakeTurn(Never));
  std::atomic<bool> served = false;
  std::thread job([&] {
    ASSERT_TRUE(old.TakeTurn(Never));
    served = true;
    old.GiveTurn();
  });
  std::this_thread::sleep_for(milliseconds(30));
  late.GiveTurn();
  Compute(late, milliseconds(0));
  EXPECT_TRUE(served);
  job.join();
}

TEST(JobQueueTest, WhoIsCancelledWaitsNoLonger) {
  JobQueue queue(4, 1);
  JobQueue::Place busy = *queue.Enter();
  ASSERT_TRUE(busy.TakeTurn(Never));
  std::atomic<bool> cancelled = false, ended = false, served = false;
  std::thread gone([&, place = std::move(*queue.Enter())]() mutable {
    EXPECT_FALSE(place.TakeTurn([&] { return cancelled.load(); }));
    ended = true;
  });
  std::thread other(
      [&, place = std::move(*queue.Enter())]() mutable { served = place.TakeTurn(Never); });
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_FALSE(ended);
  cancelled = true;
  queue.Wake();
  gone.join();
  EXPECT_FALSE(served) << "it has no turn yet";
  busy.GiveTurn();
  other.join();
  EXPECT_TRUE(served);
}

// The turn that comes with the cancellation is for the next one.
TEST(JobQueueTest, WhoIsCancelledKeepsNoTurn) {
  JobQueue queue(4, 1);
  JobQueue::Place place = *queue.Enter();
  EXPECT_FALSE(place.TakeTurn([] { return true; }));
  EXPECT_EQ(queue.computing(), 0u);
  JobQueue::Place next = *queue.Enter();
  EXPECT_TRUE(next.TakeTurn(Never));
}

TEST(JobQueueTest, NobodyWaitsBeyondADeadline) {
  JobQueue queue(4, 1);
  JobQueue::Place busy = *queue.Enter();
  ASSERT_TRUE(busy.TakeTurn(Never));
  JobQueue::Place place = *queue.Enter();
  const auto start = JobQueue::Clock::now();
  EXPECT_FALSE(place.TakeTurn(Never, start + milliseconds(50)));
  EXPECT_GE(JobQueue::Clock::now() - start, milliseconds(50));
  busy.GiveTurn();
  EXPECT_TRUE(place.TakeTurn(Never, JobQueue::Clock::now() + std::chrono::hours(1)));
}

TEST(JobQueueTest, APlaceThatEndsGivesItsTurn) {
  JobQueue queue(4, 1);
  {
    JobQueue::Place place = *queue.Enter();
    ASSERT_TRUE(place.TakeTurn(Never));
    EXPECT_EQ(queue.computing(), 1u);
  }
  EXPECT_EQ(queue.computing(), 0u);
  JobQueue::Place next = *queue.Enter();
  EXPECT_TRUE(next.TakeTurn(Never));
}

TEST(JobQueueTest, WhenToComeAgainFollowsFromTheWorkThatIsThere) {
  JobQueue queue(1000, 2);
  EXPECT_EQ(queue.RetryAfterSeconds(), 1);
  std::vector<JobQueue::Place> places;
  for (int i = 0; i < 20; ++i) places.push_back(*queue.Enter());
  EXPECT_EQ(queue.RetryAfterSeconds(), 10);  // a job is taken to need a second before there was any
  for (int i = 0; i < 500; ++i) places.push_back(*queue.Enter());
  EXPECT_EQ(queue.RetryAfterSeconds(), 60);
  places.clear();
  for (int i = 0; i < 50; ++i) queue.Enter();
  for (int i = 0; i < 20; ++i) places.push_back(*queue.Enter());
  EXPECT_EQ(queue.RetryAfterSeconds(), 1) << "jobs take no time lately";
}

}  // namespace
}  // namespace bv2::server
