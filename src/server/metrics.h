#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synth/profile.h"

namespace bv2::server {

// What operators watch, in the text format of Prometheus. Thread-safe.
class Metrics {
 public:
  // A request was answered. `route` is one of the table's, not what the client wrote.
  void Answered(std::string_view route, int status, double seconds);
  // The first chunk of audio was there, this long after the request came; where the time went.
  void FirstAudio(double seconds, const std::vector<synth::Profile::Stage>& stages);
  void Spoken(double audio_seconds, const std::vector<synth::Profile::Stage>& stages);
  void CacheLookup(bool hit);
  void Rejected();   // for a full queue
  void Cancelled();  // because the client went or waited too long

  // A value that is asked for when the metrics are.
  void AddGauge(std::string name, std::string help, std::function<double()> value);

  std::string Text() const;

 private:
  static constexpr std::array kBounds = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                         0.5,   1.0,  2.5,   5.0,  10., 30.};
  struct Histogram {
    std::array<uint64_t, kBounds.size() + 1> counts = {};
    double sum = 0;
    void Add(double value);
    void Print(std::string_view name, const std::string& labels, std::string& out) const;
  };
  struct Gauge {
    std::string name, help;
    std::function<double()> value;
  };

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, uint64_t> answered_;
  std::map<std::string, Histogram> latency_;  // by route
  Histogram first_audio_;
  std::map<std::string, double> first_audio_stages_, stages_;  // seconds
  double audio_seconds_ = 0;
  uint64_t hits_ = 0, misses_ = 0, rejected_ = 0, cancelled_ = 0;
  std::vector<Gauge> gauges_;
};

}  // namespace bv2::server
