#include "fuzz/fuzz.h"
#include "server/errors.h"
#include "server/parameters.h"
#include "server/speak_request.h"

// The first line is a query, the rest a body, which every route reads as it may: what comes out is
// within its limits, and what does not is the client's fault.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace server = bv2::server;
  const std::string input(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(input.find('\n'), input.size());
  server::HttpRequest request{.method = "POST",
                              .path = "/",
                              .query = server::ParseForm(input.substr(0, end)),
                              .body = input.substr(std::min(end + 1, input.size()))};
  const server::Limits limits{.max_chars = 100};
  for (const char* type : {"application/json", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x"}) {
    request.headers = {{"Content-Type", type}};
    for (const auto parse : {server::ParseOriginal, server::ParseOpenAi, server::ParseVoice,
                             server::ParseSpeak, server::ParsePronounce}) {
      try {
        const server::SpeakRequest parsed = parse(request, limits);
        bv2::fuzz::Require(parsed.say.text.size() <= 4 * limits.max_chars);
        bv2::fuzz::Require(!parsed.say.text.empty() || parsed.say.phones.size() <= input.size());
        bv2::fuzz::Require(parsed.say.length_scale > 0 && parsed.say.length_scale <= 10);
        bv2::fuzz::Require(parsed.say.noise_scale >= 0 && parsed.say.noise_scale <= 2);
      } catch (const server::HttpError& error) {
        bv2::fuzz::Require(error.status() == 400 || error.status() == 415);
        for (const auto shape : {server::ErrorShape::kOwn, server::ErrorShape::kOpenAi})
          bv2::Json::Parse(server::ErrorJson(error, shape), "an error");
      }
    }
  }
  return 0;
}
