#include "server/job_queue.h"

#include <algorithm>
#include <cmath>

namespace bv2::server {

std::optional<JobQueue::Place> JobQueue::Enter() {
  const std::lock_guard lock(mutex_);
  if (places_.size() >= limit_) return std::nullopt;
  const Place::Key key{places_.empty() ? Seconds(0) : places_.begin()->first, entered_++};
  places_.insert(key);
  return Place(*this, key);
}

void JobQueue::Wake() {
  // With the lock: nobody is between looking and waiting.
  const std::lock_guard lock(mutex_);
  for (const auto& [key, waiter] : waiting_) waiter->changed.notify_one();
}

// Only those are woken that have a turn: with all of them, many jobs would spend their time on
// finding out that it is not theirs yet.
void JobQueue::GrantTurns() {
  for (; computing_ < turns_ && !waiting_.empty(); ++computing_) {
    const auto first = waiting_.begin();
    first->second->granted = true;
    first->second->changed.notify_one();
    waiting_.erase(first);
  }
}

JobQueue::Place::~Place() {
  if (queue_ != nullptr) queue_->Leave(*this);
}

bool JobQueue::Place::TakeTurn(const std::function<bool()>& cancelled, Clock::time_point deadline) {
  std::unique_lock lock(queue_->mutex_);
  Waiter self;
  queue_->waiting_.emplace(key_, &self);
  queue_->GrantTurns();
  self.changed.wait_until(lock, deadline, [&] { return self.granted || cancelled(); });
  if (!self.granted) {
    queue_->waiting_.erase(key_);
    return false;
  }
  computing_ = true;
  since_ = Clock::now();
  if (!cancelled()) return true;
  queue_->EndTurn(*this);
  return false;
}

void JobQueue::Place::GiveTurn() {
  const std::lock_guard lock(queue_->mutex_);
  queue_->EndTurn(*this);
}

void JobQueue::EndTurn(Place& place) {
  if (!place.computing_) return;
  place.computing_ = false;
  const Seconds turn = Clock::now() - place.since_;
  place.served_ += turn;
  places_.erase(place.key_);
  place.key_.first += turn;
  places_.insert(place.key_);
  --computing_;
  GrantTurns();
}

void JobQueue::Leave(Place& place) {
  const std::lock_guard lock(mutex_);
  EndTurn(place);
  places_.erase(place.key_);
  constexpr double kNews = 0.1;  // weight of the latest job
  job_seconds_ += kNews * (place.served_.count() - job_seconds_);
}

int JobQueue::RetryAfterSeconds() const {
  const std::lock_guard lock(mutex_);
  const double seconds =
      job_seconds_ * static_cast<double>(places_.size()) / static_cast<double>(turns_);
  return static_cast<int>(std::clamp(std::ceil(seconds), 1.0, 60.0));
}

size_t JobQueue::admitted() const {
  const std::lock_guard lock(mutex_);
  return places_.size();
}

size_t JobQueue::computing() const {
  const std::lock_guard lock(mutex_);
  return computing_;
}

}  // namespace bv2::server
