#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace bv2::server {

// Who may compute when. At most `limit` jobs are admitted, of which `turns` compute at a time. A
// job gives up its turn after a chunk of audio or a few, and the next turn is for the job that has
// had the least time so far; a new one starts level with the least of those here. So a short
// request is done after a few chunks of the long ones, and none waits forever. Thread-safe.
class JobQueue {
 public:
  using Clock = std::chrono::steady_clock;
  using Seconds = std::chrono::duration<double>;

  JobQueue(size_t limit, size_t turns) : limit_(limit), turns_(turns) {}

  // A job's place in the queue, held from admission to its end. Of one thread at a time.
  class Place {
   public:
    Place(Place&& other) noexcept
        : queue_(std::exchange(other.queue_, nullptr)),
          key_(other.key_),
          computing_(other.computing_),
          served_(other.served_),
          since_(other.since_) {}
    Place& operator=(Place&&) = delete;
    ~Place();  // gives up the turn, too

    // Waits for a turn. False if `cancelled` became true, which JobQueue::Wake makes it look at, or
    // the time is over.
    bool TakeTurn(const std::function<bool()>& cancelled,
                  Clock::time_point deadline = Clock::time_point::max());
    // After which others go first.
    void GiveTurn();
    // How long this one has lasted.
    Seconds turn() const { return Clock::now() - since_; }

   private:
    friend class JobQueue;
    // Those with less service go first, then those who came earlier.
    using Key = std::pair<Seconds, uint64_t>;
    Place(JobQueue& queue, Key key) : queue_(&queue), key_(key) {}

    JobQueue* queue_;
    Key key_;
    bool computing_ = false;
    Seconds served_ = {};
    Clock::time_point since_ = {};  // of the turn
  };

  // None: the queue is full.
  std::optional<Place> Enter();
  // Makes all that wait look whether they are cancelled.
  void Wake();

  // When to come again, by the time that jobs took lately.
  int RetryAfterSeconds() const;
  size_t admitted() const;
  size_t computing() const;

 private:
  struct Waiter {
    std::condition_variable changed;
    bool granted = false;
  };

  void Leave(Place& place);
  // With the lock:
  void EndTurn(Place& place);
  void GrantTurns();  // to those that wait, as many as there are

  const size_t limit_, turns_;
  mutable std::mutex mutex_;
  std::set<Place::Key> places_;            // of all
  std::map<Place::Key, Waiter*> waiting_;  // for a turn
  size_t computing_ = 0;
  uint64_t entered_ = 0;
  double job_seconds_ = 1;  // of computing, smoothed
};

}  // namespace bv2::server
