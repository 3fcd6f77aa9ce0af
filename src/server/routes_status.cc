#include "base/json.h"
#include "server/errors.h"
#include "server/openapi.h"
#include "server/routes.h"

namespace bv2::server {
namespace {

HttpReply StatusReply(const char* status) {
  Json document;
  document.Set("status", status);
  return {.content_type = "application/json", .body = document.Dump()};
}

}  // namespace

void AddStatusRoutes(const Services& services, Router& router) {
  router.Add({.method = "GET",
              .path = "/healthz",
              .handler = [](const HttpRequest&) { return StatusReply("ok"); },
              .operation = Describe({.summary = "Whether the process lives"}),
              .open = true});
  router.Add({.method = "GET",
              .path = "/readyz",
              .handler =
                  [services](const HttpRequest&) {
                    if (services.ready()) return StatusReply("ready");
                    throw HttpError(503, "not_ready", "the server is about to end");
                  },
              .operation = Describe({.summary = "Whether it wants requests"}),
              .open = true});
  router.Add(
      {.method = "GET",
       .path = "/metrics",
       .handler =
           [services](const HttpRequest&) {
             return HttpReply{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                              .body = services.metrics.Text()};
           },
       .operation = Describe({.summary = "What Prometheus collects", .answer = "text/plain"})});
  router.Add({.method = "GET",
              .path = "/openapi.json",
              .handler =
                  [&router, version = services.version](const HttpRequest&) {
                    return HttpReply{.content_type = "application/json",
                                     .body = OpenApiDocument(router.routes(), version).Dump(2)};
                  },
              .operation = Describe({.summary = "This description"}),
              .open = true});
}

}  // namespace bv2::server
