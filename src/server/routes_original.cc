#include "base/json.h"
#include "server/openapi.h"
#include "server/page.h"
#include "server/routes.h"

namespace bv2::server {
namespace {

Operation OperationOfRoot() {
  return {
      .summary = "Speak, with the parameters of the original's server.py; without any, the page",
      .query = {{.name = "text",
                 .type = "string",
                 .required = true,
                 .description = "what to say, fewer than 250 characters"},
                {.name = "speaker",
                 .type = "string",
                 .required = true,
                 .description = "a speaker, VOICE or VOICE/SPEAKER"},
                {.name = "language",
                 .type = "string",
                 .required = true,
                 .description = "of the text",
                 .one_of = {"ZH", "JP", "JA", "EN"}},
                {.name = "sdp_ratio",
                 .type = "number",
                 .fallback = 0.2,
                 .description = "share of the stochastic durations, 0 to 1"},
                {.name = "noise",
                 .type = "number",
                 .fallback = 0.5,
                 .description = "variation of the sound, 0 to 2"},
                {.name = "noisew",
                 .type = "number",
                 .fallback = 0.6,
                 .description = "variation of the rhythm, 0 to 2"},
                {.name = "length",
                 .type = "number",
                 .fallback = 1.2,
                 .description = "below 2; above 1 is slower"},
                {.name = "format",
                 .type = "string",
                 .fallback = "wav",
                 .description = "of the audio; a wav has float samples",
                 .one_of = {"wav", "mp3", "ogg"}},
                {.name = "seed",
                 .type = "integer",
                 .description = "the same seed gives the same audio"}},
      .answer = "audio/*"};
}

// For who comes without parameters: the page, or where to look.
HttpReply Welcome(const HttpRequest& request) {
  if (const PageFile* page = FindPageFile("/index.html")) return ServePageFile(*page, request);
  Json welcome;
  welcome.Set("name", "bertvits2");
  welcome.Set("api", "/openapi.json");
  return {.content_type = "application/json", .body = welcome.Dump()};
}

}  // namespace

void AddOriginalRoutes(const Services& services, Router& router) {
  // Open, so that a browser gets the page, which then asks for the key.
  router.Add({.method = "GET",
              .path = "/",
              .handler = Welcome,
              .applies = [](const HttpRequest& request) { return request.query.empty(); },
              .open = true});
  router.Add({.method = "GET",
              .path = "/",
              .handler =
                  [services](const HttpRequest& request) {
                    return services.speech.Speak(ParseOriginal(request, services.limits), request);
                  },
              .operation = Describe(OperationOfRoot()),
              .errors = ErrorShape::kPlain});
}

}  // namespace bv2::server
