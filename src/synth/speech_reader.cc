#include "synth/speech_reader.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace bv2::synth {
namespace {

struct Stopped {};  // thrown through Synthesize when nobody reads any more

}  // namespace

struct SpeechReader::Shared {
  size_t most = 0;  // samples that may wait
  std::mutex mutex = {};
  std::condition_variable changed = {};
  std::deque<float> waiting = {};
  std::exception_ptr error = nullptr;
  bool ended = false, stopped = false;
  std::jthread speaker = {};  // last: it uses what stands above

  void Give(std::span<const float> samples) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return stopped || waiting.size() < most; });
    if (stopped) throw Stopped();
    waiting.insert(waiting.end(), samples.begin(), samples.end());
    changed.notify_all();
  }

  void End(std::exception_ptr why) {
    const std::lock_guard lock(mutex);
    error = std::move(why);
    ended = true;
    changed.notify_all();
  }

  // The caller holds the mutex.
  size_t Take(std::span<float> samples) {
    const size_t count = std::min(samples.size(), waiting.size());
    std::copy_n(waiting.begin(), count, samples.begin());
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<ptrdiff_t>(count));
    changed.notify_all();
    if (count == 0 && ended && error) std::rethrow_exception(error);
    return count;
  }
};

SpeechReader::SpeechReader(const Synthesizer& synthesizer, Request request, double ahead_seconds)
    : shared_(std::make_unique<Shared>()) {
  shared_->most = std::max<size_t>(
      1, static_cast<size_t>(std::max(ahead_seconds, 0.0) * synthesizer.sample_rate()));
  shared_->speaker = std::jthread([&synthesizer, request = std::move(request), &shared = *shared_] {
    try {
      synthesizer.Synthesize(request,
                             [&](std::span<const float> samples) { shared.Give(samples); });
      shared.End(nullptr);
    } catch (const Stopped&) {
      shared.End(nullptr);
    } catch (...) {
      shared.End(std::current_exception());
    }
  });
}

SpeechReader::~SpeechReader() {
  const std::lock_guard lock(shared_->mutex);
  shared_->stopped = true;
  shared_->changed.notify_all();
}

size_t SpeechReader::Read(std::span<float> samples) {
  std::unique_lock lock(shared_->mutex);
  size_t done = 0;
  while (done < samples.size()) {
    shared_->changed.wait(lock, [&] { return shared_->ended || !shared_->waiting.empty(); });
    if (done > 0 && shared_->waiting.empty()) break;  // an error shows at the next call
    const size_t count = shared_->Take(samples.subspan(done));
    if (count == 0) break;
    done += count;
  }
  return done;
}

size_t SpeechReader::ReadReady(std::span<float> samples) {
  const std::lock_guard lock(shared_->mutex);
  return shared_->Take(samples);
}

bool SpeechReader::done() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->ended && shared_->waiting.empty();
}

}  // namespace bv2::synth
