#include "server/job.h"

#include <utility>

#include "base/error.h"
#include "server/errors.h"
#include "synth/profile.h"
#include "synth/timings.h"

namespace bv2::server {
namespace {

constexpr std::chrono::milliseconds kLookAround{100};
constexpr size_t kAheadSeconds = 4;  // of audio that nobody has taken yet
// A turn of several small chunks finds its activations in the cache; many jobs that take turns
// after each chunk fetch theirs from memory every time.
constexpr JobQueue::Seconds kShortestTurn{0.02};

[[noreturn]] void FailCancelled() { Fail(ErrorCode::kCancelled, "nobody waits for the audio"); }

}  // namespace

Job::Job(Order order, JobQueue& queue, JobQueue::Place place, Metrics& metrics)
    : order_(std::move(order)),
      queue_(queue),
      metrics_(metrics),
      thread_([this, held = std::make_shared<JobQueue::Place>(std::move(place))] {
        Run(std::move(*held));
      }) {}

Job::~Job() {
  Cancel();
  thread_.join();
}

void Job::Cancel() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
  }
  queue_.Wake();
}

void Job::Run(JobQueue::Place place) {
  std::exception_ptr error;
  try {
    Speak(std::move(place));
  } catch (...) {
    error = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  done_ = true;
  error_ = std::move(error);
  changed_.notify_all();
}

void Job::TakeTurn(JobQueue::Place& place) const {
  if (!place.TakeTurn([this] { return cancelled_.load(); })) FailCancelled();
}

// The place is free before anybody learns that the job is done.
void Job::Speak(JobQueue::Place place) {
  synth::Profile profile;
  synth::Timings timings;
  size_t pieces = 0;  // that were given
  bool first = true;  // chunk
  const synth::Synthesizer& synthesizer = order_.casting.voice->synthesizer;
  const auto progress = [&](size_t, size_t) {
    Chunk chunk;
    for (; pieces < timings.pieces.size(); ++pieces) chunk.pieces.push_back(timings.pieces[pieces]);
    if (!chunk.pieces.empty()) Give(std::move(chunk));
  };
  const auto sink = [&](std::span<const float> samples) {
    profile.Mark("decoder");
    if (std::exchange(first, false))
      metrics_.FirstAudio(std::chrono::duration<double>(Clock::now() - order_.arrival).count(),
                          profile.stages());
    Chunk chunk{.samples = {samples.begin(), samples.end()}};
    if (place.turn() < kShortestTurn && HasRoom()) {
      Give(std::move(chunk));
    } else {
      place.GiveTurn();
      Give(std::move(chunk));
      TakeTurn(place);
    }
    profile.Start();
  };
  TakeTurn(place);
  const synth::Result result = synthesizer.Synthesize(
      order_.say, sink, {.progress = progress, .profile = &profile, .timings = &timings});
  metrics_.Spoken(result.seconds(), profile.stages());
}

size_t Job::MostAhead() const {
  return kAheadSeconds * static_cast<size_t>(order_.casting.voice->synthesizer.sample_rate());
}

bool Job::HasRoom() {
  const std::lock_guard lock(mutex_);
  return waiting_samples_ < MostAhead();
}

void Job::Give(Chunk chunk) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_samples_ < MostAhead() || cancelled_; });
  if (cancelled_) FailCancelled();
  waiting_samples_ += chunk.samples.size();
  chunks_.push_back(std::move(chunk));
  changed_.notify_all();
}

// Of who listens: throws if there is no use in going on.
void Job::CheckListener() {
  const bool late = Clock::now() > order_.deadline;
  if (!late && (!order_.connected || order_.connected())) return;
  Cancel();
  metrics_.Cancelled();
  if (late)
    throw HttpError(504, "deadline_exceeded", "speaking took longer than this server allows");
  throw HttpError(499, "client_gone", "the client closed the connection");
}

std::optional<Chunk> Job::Next() {
  const auto ready = [&] { return !chunks_.empty() || done_; };
  CheckListener();
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, kLookAround, ready)) {
    lock.unlock();
    CheckListener();
    lock.lock();
  }
  if (!chunks_.empty()) {
    Chunk chunk = std::move(chunks_.front());
    chunks_.pop_front();
    waiting_samples_ -= chunk.samples.size();
    changed_.notify_all();
    return chunk;
  }
  if (error_) std::rethrow_exception(error_);
  return std::nullopt;
}

}  // namespace bv2::server
