#include "server/server.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>

#include "base/check.h"
#include "base/log.h"
#include "server/job_queue.h"
#include "server/metrics.h"
#include "server/routes.h"
#include "server/speech.h"

namespace bv2::server {
namespace {

const ServerOptions& Checked(const ServerOptions& options) {
  BV2_CHECK(options.queue > 0, "the queue must hold at least one request");
  BV2_CHECK(options.max_chars > 0, "a text must be allowed at least one character");
  BV2_CHECK(options.max_body_bytes >= 1024, "bodies must be allowed at least 1024 bytes");
  BV2_CHECK(options.timeout_seconds > 0 && options.timeout_seconds <= 86400,
            "the timeout is {} s; it must be more than 0 and at most a day",
            options.timeout_seconds);
  return options;
}

ApiKeys KeysOf(const ServerOptions& options) {
  return options.api_key_file.empty() ? ApiKeys() : ApiKeys(options.api_key_file);
}

Router::Options RouterOptions(const ServerOptions& options) {
  return {.cors_origins = {options.cors_origins.begin(), options.cors_origins.end()},
          .max_body_bytes = options.max_body_bytes};
}

double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  double pages = 0, resident = 0;
  file >> pages >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(const ServerOptions& options)
      : backbone_(
            std::make_shared<const synth::Backbone>(Checked(options).backbone, options.threads)),
        voices_(backbone_),
        queue_(options.queue, static_cast<size_t>(backbone_->pool().threads())),
        speech_(voices_, queue_, metrics_,
                {.timeout = std::chrono::duration<double>(options.timeout_seconds),
                 .cache_bytes = options.cache_bytes}),
        router_(RouterOptions(options), metrics_) {
    SetTextLogLevel(LogLevel::kDebug);
    router_.SetKeys(KeysOf(options));
    voices_.Load(options.voices, options.lazy);
    AddRoutes(options);
    http_ = std::make_unique<HttpServer>(router_, options.http);
    AddGauges();
  }

  int port() const { return http_->port(); }
  void Run() { http_->Run(); }
  void Stop() {
    stopping_ = true;
    http_->Stop();
  }
  void Reload(const ServerOptions& options) {
    ApiKeys keys = KeysOf(options);
    voices_.Load(options.voices, options.lazy);
    router_.SetKeys(std::move(keys));
  }

 private:
  void AddRoutes(const ServerOptions& options) {
    const Services services{.voices = voices_,
                            .speech = speech_,
                            .metrics = metrics_,
                            .limits = {.max_chars = options.max_chars},
                            .ready = [this] { return !stopping_; },
                            .version = options.version};
    for (const auto add :
         {AddOriginalRoutes, AddOpenAiRoutes, AddVoiceRoutes, AddSpeakRoutes, AddStatusRoutes})
      add(services, router_);
    AddPageRoutes(router_);
  }

  void AddGauges() {
    const auto add = [this](const char* name, const char* help, auto value) {
      metrics_.AddGauge(name, help, [value] { return static_cast<double>(value()); });
    };
    add("queue_jobs", "Requests that are spoken or wait for it.",
        [this] { return queue_.admitted(); });
    add("computing_jobs", "Of those, the ones that have a turn.",
        [this] { return queue_.computing(); });
    add("connections", "Connections that are served.", [this] { return http_->connections(); });
    add("cache_bytes", "Memory of the takes that are kept.",
        [this] { return speech_.cache_bytes(); });
    add("voices_loaded", "Voices that are ready to speak.", [this] {
      const auto list = voices_.List();
      return std::ranges::count_if(list, &Voices::Status::loaded);
    });
    add("resident_memory_bytes", "Memory of the process.", ResidentBytes);
  }

  std::shared_ptr<const synth::Backbone> backbone_;
  Voices voices_;
  Metrics metrics_;
  JobQueue queue_;
  Speech speech_;
  Router router_;
  std::unique_ptr<HttpServer> http_;
  std::atomic<bool> stopping_ = false;
};

Server::Server(const ServerOptions& options) : impl_(std::make_unique<Impl>(options)) {}
Server::~Server() = default;
int Server::port() const { return impl_->port(); }
void Server::Run() { impl_->Run(); }
void Server::Stop() { impl_->Stop(); }
void Server::Reload(const ServerOptions& options) { impl_->Reload(options); }

}  // namespace bv2::server
