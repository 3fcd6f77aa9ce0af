#include "base/json.h"
#include "server/openapi.h"
#include "server/routes.h"

namespace bv2::server {
namespace {

Operation OperationOfSpeech() {
  return {
      .summary = "Speak, as OpenAI's API",
      .json = {{.name = "input", .type = "string", .required = true, .description = "what to say"},
               {.name = "voice",
                .type = "string",
                .required = true,
                .description = "VOICE, VOICE/SPEAKER or a speaker"},
               {.name = "model", .type = "string", .description = "any; not looked at"},
               {.name = "response_format",
                .type = "string",
                .fallback = "mp3",
                .description = "of the audio; pcm is 16-bit little-endian at the voice's rate",
                .one_of = {"mp3", "opus", "flac", "wav", "pcm", "ogg"}},
               {.name = "speed", .type = "number", .fallback = 1, .description = "0.25 to 4"},
               {.name = "stream",
                .type = "boolean",
                .fallback = false,
                .description = "send the audio while it is spoken"},
               {.name = "stream_format",
                .type = "string",
                .description = "the same, as audio or as server-sent events",
                .one_of = {"audio", "sse"}},
               {.name = "language",
                .type = "string",
                .fallback = "AUTO",
                .description = "of the text; not of OpenAI's",
                .one_of = {"AUTO", "ZH", "JP", "JA", "EN"}},
               {.name = "seed",
                .type = "integer",
                .description = "the same seed gives the same audio; not of OpenAI's"}},
      .answer = "audio/*"};
}

HttpReply JsonReply(const Json& document) {
  return {.content_type = "application/json", .body = document.Dump()};
}

HttpReply ListVoices(const Services& services) {
  Json::Array list;
  size_t number = 0;
  for (const Voices::Status& status : services.voices.List()) {
    Json voice;
    voice.Set("id", status.name);
    voice.Set("number", number++);
    voice.Set("loaded", status.loaded);
    if (status.loaded) {
      voice.Set("speakers", Json::Array(status.speakers.begin(), status.speakers.end()));
      voice.Set("sample_rate", status.sample_rate);
    }
    list.push_back(std::move(voice));
  }
  Json document;
  document.Set("voices", std::move(list));
  document.Set("max_chars", services.limits.max_chars);
  document.Set("languages", Json::Array{"ZH", "JP", "EN", "AUTO"});
  return JsonReply(document);
}

HttpReply ListModels(const Voices& voices) {
  Json::Array list;
  for (const Voices::Status& status : voices.List()) {
    Json model;
    model.Set("id", status.name);
    model.Set("object", "model");
    model.Set("created", 0);
    model.Set("owned_by", "bertvits2");
    list.push_back(std::move(model));
  }
  Json document;
  document.Set("object", "list");
  document.Set("data", std::move(list));
  return JsonReply(document);
}

}  // namespace

void AddOpenAiRoutes(const Services& services, Router& router) {
  router.Add({.method = "POST",
              .path = "/v1/audio/speech",
              .handler =
                  [services](const HttpRequest& request) {
                    return services.speech.Speak(ParseOpenAi(request, services.limits), request);
                  },
              .operation = Describe(OperationOfSpeech()),
              .errors = ErrorShape::kOpenAi});
  router.Add({.method = "GET",
              .path = "/v1/voices",
              .handler = [services](const HttpRequest&) { return ListVoices(services); },
              .operation = Describe({.summary = "The voices with their speakers"}),
              .errors = ErrorShape::kOpenAi});
  router.Add({.method = "GET",
              .path = "/v1/models",
              .handler = [services](const HttpRequest&) { return ListModels(services.voices); },
              .operation = Describe({.summary = "The voices, as OpenAI lists models"}),
              .errors = ErrorShape::kOpenAi});
}

}  // namespace bv2::server
