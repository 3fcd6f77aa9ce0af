#include "server/openapi.h"
#include "server/routes.h"

namespace bv2::server {
namespace {

std::vector<Field> WhatFields() {
  return {{.name = "text", .type = "string", .description = "what to say; | cuts it into slices"},
          {.name = "phones",
           .type = "array",
           .description = "in place of the text: pieces as /api/pronounce gives them, edited"},
          {.name = "voice",
           .type = "string",
           .description = "VOICE, VOICE/SPEAKER or a speaker; default: the first voice"},
          {.name = "speaker", .type = "string", .description = "name or id; default: the first"},
          {.name = "language",
           .type = "string",
           .fallback = "AUTO",
           .description = "of the text",
           .one_of = {"AUTO", "ZH", "JP", "JA", "EN"}},
          {.name = "latin",
           .type = "string",
           .fallback = "speak",
           .description = "words in other languages",
           .one_of = {"speak", "drop"}},
          {.name = "normalize",
           .type = "string",
           .fallback = "default",
           .description = "upstream: exactly as the original",
           .one_of = {"default", "upstream"}}};
}

std::vector<Field> SpeakFields() {
  std::vector<Field> fields = WhatFields();
  const std::vector<Field> style = {
      {.name = "sdp_ratio",
       .type = "number",
       .fallback = 0.2,
       .description = "share of the stochastic durations, 0 to 1"},
      {.name = "noise_scale",
       .type = "number",
       .fallback = 0.6,
       .description = "variation of the sound, 0 to 2"},
      {.name = "noise_scale_w",
       .type = "number",
       .fallback = 0.8,
       .description = "variation of the rhythm, 0 to 2"},
      {.name = "length_scale",
       .type = "number",
       .fallback = 1,
       .description = "above 1 is slower, 0.1 to 10"},
      {.name = "bert_weight",
       .type = "number",
       .fallback = 1,
       .description = "influence of BERT, 0 to 1.5"},
      {.name = "pause_seconds",
       .type = "number",
       .fallback = 1,
       .description = "silence between slices, 0 to 10"},
      {.name = "sentence_pause_seconds",
       .type = "number",
       .fallback = 0.3,
       .description = "silence between the sentences of a long slice, 0 to 10"},
      {.name = "seed",
       .type = "integer",
       .description = "the same seed gives the same audio; default: a random one, in X-Seed"},
      {.name = "format",
       .type = "string",
       .fallback = "wav",
       .description = "wav has 16-bit samples, wav32 floats; events: JSON Lines with samples and "
                      "timings, while it is spoken",
       .one_of = {"wav", "wav32", "pcm", "flac", "ogg", "opus", "mp3", "events"}},
      {.name = "stream",
       .type = "boolean",
       .fallback = false,
       .description = "send the audio while it is spoken"}};
  fields.insert(fields.end(), style.begin(), style.end());
  return fields;
}

}  // namespace

void AddSpeakRoutes(const Services& services, Router& router) {
  router.Add({.method = "POST",
              .path = "/api/speak",
              .handler =
                  [services](const HttpRequest& request) {
                    return services.speech.Speak(ParseSpeak(request, services.limits), request);
                  },
              .operation = Describe({.summary = "Speak, with every option that there is",
                                     .json = SpeakFields(),
                                     .answer = "audio/*"})});
  router.Add({.method = "POST",
              .path = "/api/pronounce",
              .handler =
                  [services](const HttpRequest& request) {
                    return services.speech.Pronounce(ParsePronounce(request, services.limits),
                                                     request);
                  },
              .operation = Describe({.summary = "How a text would be pronounced, to be edited",
                                     .json = WhatFields()})});
}

}  // namespace bv2::server
