#include "server/router.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "base/log.h"

namespace bv2::server {
namespace {

std::string_view Effective(const std::string& method) {
  return method == "HEAD" ? std::string_view("GET") : std::string_view(method);
}

void SetUnlessThere(HttpReply& reply, const char* name, std::string value) {
  if (reply.Header(name).empty()) reply.headers.emplace_back(name, std::move(value));
}

// What a log may show of a path that anybody may have written.
std::string Printable(std::string_view path) {
  constexpr size_t kShown = 100;
  std::string shown;
  for (const char c : path.substr(0, kShown)) shown += c > ' ' && c < 127 ? c : '?';
  return shown + (path.size() > kShown ? "…" : "");
}

bool HasBody(const HttpRequest& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

}  // namespace

void Router::SetKeys(ApiKeys keys) {
  auto fresh = std::make_shared<const ApiKeys>(std::move(keys));
  const std::lock_guard lock(keys_mutex_);
  keys_ = std::move(fresh);
}

std::shared_ptr<const ApiKeys> Router::keys() const {
  const std::lock_guard lock(keys_mutex_);
  return keys_;
}

const Route* Router::Find(const HttpRequest& request) const {
  for (const Route& route : routes_)
    if (route.path == request.path && route.method == Effective(request.method) &&
        (!route.applies || route.applies(request)))
      return &route;
  return nullptr;
}

std::string Router::MethodsOf(std::string_view path) const {
  std::string methods;
  for (const Route& route : routes_) {
    const std::string added = route.method == "GET" ? "GET, HEAD, " : route.method + ", ";
    if (route.path == path && methods.find(added) == std::string::npos) methods += added;
  }
  return methods.empty() ? "" : methods + "OPTIONS";
}

ErrorShape Router::ShapeFor(const HttpRequest& request) const {
  const Route* route = Find(request);
  if (route != nullptr) return route->errors;
  return request.path.starts_with("/v1/") ? ErrorShape::kOpenAi : ErrorShape::kOwn;
}

const Route& Router::Admit(const HttpRequest& request) const {
  const std::string methods = MethodsOf(request.path);
  if (methods.empty())
    throw HttpError(404, "not_found", fmt::format("there is no {}", Printable(request.path)));
  const Route* route = Find(request);
  if (route == nullptr)
    throw HttpError(405, "method_not_allowed",
                    fmt::format("{} is not for {}, only for {}", Printable(request.path),
                                Printable(request.method), methods),
                    {.allow = methods});
  if (!route->open && !keys()->Admit(request))
    throw HttpError(401, "unauthorized",
                    "this server wants an API key, as Authorization: Bearer KEY or X-API-Key: KEY");
  return *route;
}

std::optional<HttpReply> Router::AnswerHead(const HttpRequest& request) const {
  if (!HasBody(request)) return Answer(request);
  try {
    Admit(request);
    const std::string* length = request.Header("Content-Length");
    if (request.Header("Transfer-Encoding") != nullptr && length != nullptr)
      throw HttpError(400, "bad_request", "a body has one length, not two");
    if (request.Header("Transfer-Encoding") == nullptr && length == nullptr)
      throw HttpError(411, "length_required",
                      "the request says neither how long its body is nor "
                      "that it comes in chunks");
    size_t bytes = 0;
    if (length != nullptr) {
      const char* const end = length->data() + length->size();
      const auto [stop, error] = std::from_chars(length->data(), end, bytes);
      if (stop != end || (error != std::errc() && error != std::errc::result_out_of_range))
        throw HttpError(400, "bad_request", "Content-Length is not a number");
      if (error != std::errc() || bytes > options_.max_body_bytes)
        throw HttpError(
            413, "body_too_large",
            fmt::format("this server takes bodies of up to {} bytes", options_.max_body_bytes));
    }
    return std::nullopt;
  } catch (...) {
    HttpReply reply = ErrorReply(ToHttpError(std::current_exception()), ShapeFor(request));
    reply.headers.emplace_back("Connection", "close");  // the body stays unread
    return Finish(std::move(reply), request);
  }
}

HttpReply Router::Answer(const HttpRequest& request) const {
  try {
    if (request.method == "OPTIONS") return Finish(Preflight(request), request);
    return Finish(Admit(request).handler(request), request);
  } catch (...) {
    return Finish(ErrorReply(ToHttpError(std::current_exception()), ShapeFor(request)), request);
  }
}

HttpReply Router::AnswerBroken(const HttpError& error, const HttpRequest& request) const {
  return Finish(ErrorReply(error, ShapeFor(request)), request);
}

HttpReply Router::Preflight(const HttpRequest& request) const {
  const std::string methods =
      request.path == "*" ? "GET, HEAD, POST, OPTIONS" : MethodsOf(request.path);
  if (methods.empty())
    throw HttpError(404, "not_found", fmt::format("there is no {}", Printable(request.path)));
  HttpReply reply{.status = 204, .headers = {{"Allow", methods}}};
  if (request.Header("Access-Control-Request-Method") != nullptr &&
      !options_.cors_origins.empty()) {
    reply.headers.emplace_back("Access-Control-Allow-Methods", methods);
    reply.headers.emplace_back("Access-Control-Allow-Headers",
                               "Authorization, Content-Type, X-API-Key");
    reply.headers.emplace_back("Access-Control-Max-Age", "86400");
  }
  return reply;
}

// What every answer has: headers, and its line in the log.
HttpReply Router::Finish(HttpReply reply, const HttpRequest& request) const {
  SetUnlessThere(reply, "X-Content-Type-Options", "nosniff");
  SetUnlessThere(reply, "Cache-Control", "no-store");
  if (!options_.cors_origins.empty()) {
    reply.headers.emplace_back("Vary", "Origin");
    const std::string* origin = request.Header("Origin");
    const bool any = options_.cors_origins.contains("*");
    if (origin != nullptr && (any || options_.cors_origins.contains(*origin))) {
      reply.headers.emplace_back("Access-Control-Allow-Origin", any ? "*" : *origin);
      reply.headers.emplace_back("Access-Control-Expose-Headers",
                                 "X-Seed, X-Sample-Rate, Retry-After");
    }
  }
  if (!reply.stream) {
    Record(request, reply.status, reply.body.size());
    return reply;
  }
  // Kept without the body and what else is of no use for the log.
  const HttpRequest facts{.method = request.method,
                          .path = request.path,
                          .client = request.client,
                          .arrival = request.arrival};
  reply.stream = [this, facts, status = reply.status,
                  stream = std::move(reply.stream)](const BodyWriter& write) {
    size_t bytes = 0;
    const bool whole = stream([&](std::string_view piece) {
      bytes += piece.size();
      return write(piece);
    });
    constexpr int kBrokeOff = 499;
    Record(facts, whole ? status : kBrokeOff, bytes);
    return whole;
  };
  return reply;
}

void Router::Record(const HttpRequest& request, int status, size_t bytes) const {
  const std::chrono::duration<double> elapsed = Clock::now() - request.arrival;
  const Route* route = Find(request);
  metrics_.Answered(route == nullptr ? "none" : route->path, status, elapsed.count());
  // Never the query: it may hold the text.
  LogInfo("{} {} {} {} {} bytes {:.0f} ms", request.client.empty() ? "-" : request.client,
          Printable(request.method), Printable(request.path), status, bytes,
          elapsed.count() * 1000);
}

}  // namespace bv2::server
