#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "server/http.h"
#include "server/job_queue.h"
#include "server/metrics.h"
#include "server/take.h"
#include "server/voices.h"

namespace bv2::server {

// A voice that speaks in a thread of its own, chunk after chunk, a few seconds ahead of who
// listens. It stops within a chunk when the job is destroyed, its client goes or its time is up.
class Job : public AudioSource {
 public:
  struct Order {
    Casting casting;
    synth::Request say;
    Clock::time_point arrival;
    Clock::time_point deadline;
    std::function<bool()> connected = {};  // may be empty: for ever
  };
  // `queue` and `metrics` must outlive the job.
  Job(Order order, JobQueue& queue, JobQueue::Place place, Metrics& metrics);
  ~Job() override;

  // Throws HttpError 504 when the time is up, 499 when the client is gone; what Synthesize throws.
  std::optional<Chunk> Next() override;

 private:
  void Run(JobQueue::Place place);
  void Speak(JobQueue::Place place);
  void TakeTurn(JobQueue::Place& place) const;  // throws kCancelled
  void Give(Chunk chunk);                       // the same; waits for who listens
  bool HasRoom();                               // Give would not wait
  size_t MostAhead() const;                     // samples before Give waits
  void Cancel();
  void CheckListener();

  const Order order_;
  JobQueue& queue_;
  Metrics& metrics_;
  std::atomic<bool> cancelled_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> chunks_;
  size_t waiting_samples_ = 0;  // in chunks_
  bool done_ = false;
  std::exception_ptr error_;
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace bv2::server
