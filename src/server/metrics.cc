#include "server/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace bv2::server {
namespace {

void Head(std::string_view name, std::string_view type, std::string_view help, std::string& out) {
  fmt::format_to(std::back_inserter(out), "# HELP bertvits2_{0} {1}\n# TYPE bertvits2_{0} {2}\n",
                 name, help, type);
}

template <typename Value>
void Line(std::string_view name, const std::string& labels, Value value, std::string& out) {
  fmt::format_to(std::back_inserter(out), "bertvits2_{}{} {}\n", name,
                 labels.empty() ? "" : "{" + labels + "}", value);
}

template <typename Value>
void Counter(std::string_view name, std::string_view help, Value value, std::string& out) {
  Head(name, "counter", help, out);
  Line(name, "", value, out);
}

void Stages(std::string_view name, std::string_view help,
            const std::map<std::string, double>& seconds, std::string& out) {
  Head(name, "counter", help, out);
  for (const auto& [stage, value] : seconds)
    Line(name, fmt::format("stage=\"{}\"", stage), value, out);
}

}  // namespace

void Metrics::Histogram::Add(double value) {
  const auto bound = std::ranges::lower_bound(kBounds, value);
  ++counts[static_cast<size_t>(bound - kBounds.begin())];
  sum += value;
}

void Metrics::Histogram::Print(std::string_view name, const std::string& labels,
                               std::string& out) const {
  const std::string comma = labels.empty() ? "" : labels + ",";
  const std::string base(name);
  uint64_t count = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    count += counts[i];
    const std::string bound = i < kBounds.size() ? fmt::format("{}", kBounds[i]) : "+Inf";
    Line(base + "_bucket", fmt::format("{}le=\"{}\"", comma, bound), count, out);
  }
  Line(base + "_sum", labels, sum, out);
  Line(base + "_count", labels, count, out);
}

void Metrics::Answered(std::string_view route, int status, double seconds) {
  const std::lock_guard lock(mutex_);
  const std::string name(route);
  ++answered_[{name, status}];
  latency_[name].Add(seconds);
}

void Metrics::FirstAudio(double seconds, const std::vector<synth::Profile::Stage>& stages) {
  const std::lock_guard lock(mutex_);
  first_audio_.Add(seconds);
  for (const auto& stage : stages) first_audio_stages_[stage.name] += stage.seconds;
}

void Metrics::Spoken(double audio_seconds, const std::vector<synth::Profile::Stage>& stages) {
  const std::lock_guard lock(mutex_);
  audio_seconds_ += audio_seconds;
  for (const auto& stage : stages) stages_[stage.name] += stage.seconds;
}

void Metrics::CacheLookup(bool hit) {
  const std::lock_guard lock(mutex_);
  ++(hit ? hits_ : misses_);
}

void Metrics::Rejected() {
  const std::lock_guard lock(mutex_);
  ++rejected_;
}

void Metrics::Cancelled() {
  const std::lock_guard lock(mutex_);
  ++cancelled_;
}

void Metrics::AddGauge(std::string name, std::string help, std::function<double()> value) {
  const std::lock_guard lock(mutex_);
  gauges_.push_back({std::move(name), std::move(help), std::move(value)});
}

std::string Metrics::Text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  Head("requests_total", "counter", "Requests answered.", out);
  for (const auto& [key, count] : answered_)
    Line("requests_total", fmt::format("route=\"{}\",status=\"{}\"", key.first, key.second), count,
         out);
  Head("request_seconds", "histogram", "From a request's arrival to the last byte of its answer.",
       out);
  for (const auto& [route, histogram] : latency_)
    histogram.Print("request_seconds", fmt::format("route=\"{}\"", route), out);
  Head("first_audio_seconds", "histogram",
       "From a request's arrival to its first chunk of audio, where it was spoken anew.", out);
  first_audio_.Print("first_audio_seconds", "", out);
  Stages("first_audio_stage_seconds_total",
         "Of that, the time spent computing in each stage; the rest is waiting.",
         first_audio_stages_, out);
  Stages("stage_seconds_total", "Time spent computing in each stage.", stages_, out);
  Counter("audio_seconds_total", "Audio spoken.", audio_seconds_, out);
  Counter("cache_hits_total", "Requests answered with a take that was kept.", hits_, out);
  Counter("cache_misses_total", "Requests that might have been, but had to be spoken.", misses_,
          out);
  Counter("rejected_total", "Requests turned away because the queue was full.", rejected_, out);
  Counter("cancelled_total", "Requests whose client went, or that took too long.", cancelled_, out);
  for (const Gauge& gauge : gauges_) {
    Head(gauge.name, "gauge", gauge.help, out);
    Line(gauge.name, "", gauge.value(), out);
  }
  return out;
}

}  // namespace bv2::server
