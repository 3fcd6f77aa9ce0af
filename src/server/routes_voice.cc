#include "server/openapi.h"
#include "server/routes.h"

namespace bv2::server {
namespace {

std::vector<Field> Fields() {
  return {{.name = "text", .type = "string", .required = true, .description = "what to say"},
          {.name = "model_id",
           .type = "integer",
           .fallback = 0,
           .description = "number of the voice in /v1/voices"},
          {.name = "speaker_name", .type = "string", .description = "default: the first"},
          {.name = "speaker_id", .type = "integer", .description = "in place of its name"},
          {.name = "sdp_ratio",
           .type = "number",
           .fallback = 0.2,
           .description = "share of the stochastic durations, 0 to 1"},
          {.name = "noise",
           .type = "number",
           .fallback = 0.2,
           .description = "variation of the sound, 0 to 2"},
          {.name = "noisew",
           .type = "number",
           .fallback = 0.9,
           .description = "variation of the rhythm, 0 to 2"},
          {.name = "length",
           .type = "number",
           .fallback = 1,
           .description = "above 1 is slower, 0.1 to 10"},
          {.name = "language",
           .type = "string",
           .fallback = "auto",
           .description = "ZH, JP, JA, EN or auto"},
          {.name = "seed", .type = "integer", .description = "the same seed gives the same audio"},
          {.name = "auto_translate", .type = "boolean", .description = "not looked at"},
          {.name = "auto_split",
           .type = "boolean",
           .description = "not looked at: long texts are always cut into sentences"},
          {.name = "emotion", .type = "string", .description = "not looked at"},
          {.name = "style_text", .type = "string", .description = "not looked at"},
          {.name = "style_weight", .type = "number", .description = "not looked at"}};
}

}  // namespace

void AddVoiceRoutes(const Services& services, Router& router) {
  const auto speak = [services](const HttpRequest& request) {
    return services.speech.Speak(ParseVoice(request, services.limits), request);
  };
  constexpr const char* kSummary = "Speak, with the parameters of Bert-VITS2 2.x; a 16-bit wav";
  router.Add(
      {.method = "GET",
       .path = "/voice",
       .handler = speak,
       .operation = Describe({.summary = kSummary, .query = Fields(), .answer = "audio/wav"})});
  router.Add(
      {.method = "POST",
       .path = "/voice",
       .handler = speak,
       .operation = Describe({.summary = kSummary, .form = Fields(), .answer = "audio/wav"})});
}

}  // namespace bv2::server
