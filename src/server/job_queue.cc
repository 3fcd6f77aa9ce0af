#include "server/job_queue.h"

#include <algorithm>
#include <cmath>

namespace bv2::server {

std::optional<JobQueue::Place> JobQueue::Enter() {
  const std::lock_guard lock(mutex_);
  if (places_.size() >= limit_) return std::nullopt;
  const Place::Key key{places_.empty() ? std::chrono::duration<double>(0) : places_.begin()->first,
                       entered_++};
  places_.insert(key);
  return Place(*this, key);
}

void JobQueue::Wake() {
  // With the lock: nobody is between looking and waiting.
  const std::lock_guard lock(mutex_);
  changed_.notify_all();
}

JobQueue::Place::~Place() {
  if (queue_ != nullptr) queue_->Leave(*this);
}

void JobQueue::Place::GiveTurn() {
  const std::lock_guard lock(queue_->mutex_);
  queue_->EndTurn(*this);
  queue_->changed_.notify_all();
}

void JobQueue::EndTurn(Place& place) {
  if (!place.computing_) return;
  place.computing_ = false;
  --computing_;
  places_.erase(places_.find(place.key_));
  place.key_.first += std::chrono::steady_clock::now() - place.since_;
  place.served_ += std::chrono::steady_clock::now() - place.since_;
  places_.insert(place.key_);
}

void JobQueue::Leave(Place& place) {
  const std::lock_guard lock(mutex_);
  EndTurn(place);
  places_.erase(places_.find(place.key_));
  constexpr double kNews = 0.1;  // weight of the latest job
  job_seconds_ += kNews * (place.served_.count() - job_seconds_);
  changed_.notify_all();
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
