#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "server/api_keys.h"
#include "server/errors.h"
#include "server/http.h"
#include "server/metrics.h"

namespace bv2::server {

// One row of the table that says what the server does. A GET answers HEAD, too.
struct Route {
  std::string method;
  std::string path;  // exactly
  std::function<HttpReply(const HttpRequest&)> handler;
  // To which of the requests for its path it answers; empty: all. The first row that does counts.
  std::function<bool(const HttpRequest&)> applies = {};
  Json operation = {};  // its description in OpenAPI; null: not described
  ErrorShape errors = ErrorShape::kOwn;
  bool open = false;  // to clients without an API key
};

// Finds the route of a request, and does what all have in common: API keys, CORS, errors, metrics,
// the log. Thread-safe once the routes are there.
class Router {
 public:
  struct Options {
    std::set<std::string> cors_origins = {};  // "*": any
    size_t max_body_bytes = 1 << 20;
  };
  // `metrics` must outlive it.
  Router(Options options, Metrics& metrics) : options_(std::move(options)), metrics_(metrics) {}

  void SetKeys(ApiKeys keys);  // at any time
  void Add(Route route) { routes_.push_back(std::move(route)); }
  std::span<const Route> routes() const { return routes_; }

  // By its head, what can be answered without reading the body: errors, and requests without one.
  std::optional<HttpReply> AnswerHead(const HttpRequest& request) const;
  // Never throws. What fails while it is streamed is logged and breaks off.
  HttpReply Answer(const HttpRequest& request) const;
  // A request that could not be read; as far as it could be.
  HttpReply AnswerBroken(const HttpError& error, const HttpRequest& request) const;

  size_t max_body_bytes() const { return options_.max_body_bytes; }

 private:
  const Route* Find(const HttpRequest& request) const;   // null: there is none
  const Route& Admit(const HttpRequest& request) const;  // throws HttpError
  std::string MethodsOf(std::string_view path) const;    // empty: there is no such path
  HttpReply Preflight(const HttpRequest& request) const;
  HttpReply Finish(HttpReply reply, const HttpRequest& request) const;
  void Record(const HttpRequest& request, int status, size_t bytes) const;
  ErrorShape ShapeFor(const HttpRequest& request) const;

  std::shared_ptr<const ApiKeys> keys() const;

  const Options options_;
  Metrics& metrics_;
  mutable std::mutex keys_mutex_;
  std::shared_ptr<const ApiKeys> keys_ = std::make_shared<const ApiKeys>();
  std::vector<Route> routes_;
};

}  // namespace bv2::server
