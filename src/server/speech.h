#pragma once

#include <memory>
#include <string>

#include "server/audio_cache.h"
#include "server/http.h"
#include "server/job_queue.h"
#include "server/metrics.h"
#include "server/speak_request.h"
#include "server/take.h"
#include "server/voices.h"

namespace bv2::server {

// Answers requests to speak. Thread-safe.
class Speech {
 public:
  struct Options {
    std::chrono::duration<double> timeout;  // of a request, from its arrival
    size_t cache_bytes = 0;
  };
  // All must outlive it and the replies it makes.
  Speech(const Voices& voices, JobQueue& queue, Metrics& metrics, const Options& options);

  // Throws HttpError and bv2::Error before there is audio: the voice or its speaker does not exist,
  // the text holds nothing to say, the queue is full.
  HttpReply Speak(SpeakRequest request, const HttpRequest& http);

  // {"pieces": [...]}, each as synth::ToJson has it.
  HttpReply Pronounce(const SpeakRequest& request, const HttpRequest& http);

  size_t cache_bytes() const { return cache_.bytes(); }

 private:
  struct Performance;
  std::unique_ptr<Performance> Begin(SpeakRequest request, const HttpRequest& http);
  JobQueue::Place Enter();
  Clock::time_point Deadline(const HttpRequest& http) const;

  const Voices& voices_;
  JobQueue& queue_;
  Metrics& metrics_;
  const Options options_;
  AudioCache cache_;
};

}  // namespace bv2::server
