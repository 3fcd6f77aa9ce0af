#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace bv2::server {

// Who may compute when. At most `limit` jobs are admitted, of which `turns` compute at a time. A
// job gives up its turn after each chunk of audio, and the next turn is for the job that has had
// the least time so far; a new one starts level with the least of those here. So a short request is
// done after a few chunks of the long ones, and none waits forever. Thread-safe.
class JobQueue {
 public:
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

    // Waits for a turn. False if `cancelled` became true, which JobQueue::Wake makes it look at.
    template <typename Cancelled>
    bool TakeTurn(const Cancelled& cancelled);
    // After which others go first.
    void GiveTurn();

   private:
    friend class JobQueue;
    // Those with less service go first, then those who came earlier.
    using Key = std::pair<std::chrono::duration<double>, uint64_t>;
    Place(JobQueue& queue, Key key) : queue_(&queue), key_(key) {}

    JobQueue* queue_;
    Key key_;
    bool computing_ = false;
    std::chrono::duration<double> served_ = {};
    std::chrono::steady_clock::time_point since_ = {};  // of the turn
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
  void Leave(Place& place);
  void EndTurn(Place& place);  // with the lock

  const size_t limit_, turns_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Place::Key> places_;   // of all
  std::set<Place::Key> waiting_;  // for a turn
  size_t computing_ = 0;
  uint64_t entered_ = 0;
  double job_seconds_ = 1;  // of computing, smoothed
};

template <typename Cancelled>
bool JobQueue::Place::TakeTurn(const Cancelled& cancelled) {
  std::unique_lock lock(queue_->mutex_);
  queue_->waiting_.insert(key_);
  queue_->changed_.wait(lock, [&] {
    return cancelled() ||
           (queue_->computing_ < queue_->turns_ && *queue_->waiting_.begin() == key_);
  });
  queue_->waiting_.erase(key_);
  if (cancelled()) {
    queue_->changed_.notify_all();  // another may be first now
    return false;
  }
  ++queue_->computing_;
  computing_ = true;
  since_ = std::chrono::steady_clock::now();
  queue_->changed_.notify_all();
  return true;
}

}  // namespace bv2::server
