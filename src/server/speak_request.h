#pragma once

#include <optional>
#include <string>

#include "server/coding.h"
#include "server/http.h"
#include "server/voices.h"
#include "synth/request.h"

namespace bv2::server {

// What the bytes of an answer are.
enum class Delivery {
  kWhole,   // a file
  kStream,  // a file, while it is spoken
  kSse,     // its bytes as server-sent events, as OpenAI's
  kEvents,  // JSON Lines with samples and timings, while it is spoken
};

// A request to speak, whichever route it came by.
struct SpeakRequest {
  // Which voice: what Voices::Cast understands, or a number of its list.
  std::string voice = {};
  std::optional<size_t> voice_number = {};
  synth::Request say = {};  // its speaker, if any, goes before that of `voice`
  Coding coding = Coding::kWav;
  Delivery delivery = Delivery::kWhole;
};

struct Limits {
  size_t max_chars = 2000;  // of a text
};

// Each reads the requests of a route. They throw HttpError naming what is wrong with it.

// The original's `GET /`, with its messages. Its limits hold beside those of the server.
SpeakRequest ParseOriginal(const HttpRequest& request, const Limits& limits);
// OpenAI's `POST /v1/audio/speech`; a language and a seed may be added.
SpeakRequest ParseOpenAi(const HttpRequest& request, const Limits& limits);
// `/voice`, as later versions of Bert-VITS2 have it.
SpeakRequest ParseVoice(const HttpRequest& request, const Limits& limits);
// Everything that there is: `POST /api/speak`.
SpeakRequest ParseSpeak(const HttpRequest& request, const Limits& limits);
// The part of it that says how text is read: `POST /api/pronounce`.
SpeakRequest ParsePronounce(const HttpRequest& request, const Limits& limits);

}  // namespace bv2::server
