// Every route and format, over HTTP.

#include <gmock/gmock.h>

#include <map>

#include "audio/pcm16.h"
#include "audio/read.h"
#include "base/file.h"
#include "base/json.h"
#include "synth/synthesizer.h"
#include "tests/server/test_server.h"

namespace bv2::server {
namespace {

using testing::HasSubstr;

// What the voice says, without a server.
std::vector<float> Expected(const synth::Request& request) {
  static const synth::Synthesizer synthesizer({.model = NoiseVoice().model,
                                               .config = test::TestData("voices/noise/config.json"),
                                               .data = test::ProductData(""),
                                               .bert = test::TestData("voices/noise/bert")},
                                              1);
  std::vector<float> audio;
  synthesizer.Synthesize(
      request, [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); });
  return audio;
}

std::string Pcm(const std::vector<float>& samples) {
  std::vector<int16_t> pcm(samples.size());
  audio::ToPcm16(samples, pcm);
  return {reinterpret_cast<const char*>(pcm.data()), 2 * pcm.size()};
}

audio::Clip Decode(const std::string& bytes) {
  return audio::ReadAudio(std::as_bytes(std::span(bytes)), "the answer");
}

TEST(OriginalRouteTest, SpeaksWithTheOriginalsDefaults) {
  const auto result = Shared().Client().Get(
      "/?text=%E4%BD%A0%E5%A5%BD/n%E4%B8%96%E7%95%8C&speaker=other%20noise&language=ZH&seed=5");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->status, 200) << result->body;
  EXPECT_EQ(result->get_header_value("Content-Type"), "audio/wav");
  EXPECT_EQ(result->get_header_value("X-Seed"), "5");
  EXPECT_EQ(Decode(result->body).samples, Expected({.text = "你好世界",
                                                    .speaker = "other noise",
                                                    .sdp_ratio = 0.2f,
                                                    .noise_scale = 0.5f,
                                                    .noise_scale_w = 0.6f,
                                                    .length_scale = 1.2f,
                                                    .seed = 5}));
}

TEST(OriginalRouteTest, ItsErrorsHaveItsMessages) {
  const std::string text = "text=hello&speaker=noise&language=EN";
  std::string long_text = "text=";
  for (int i = 0; i < 250; ++i) long_text += "%E5%A5%BD";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"speaker=noise&language=ZH", "Invalid Parameter"},
      {text + "&sdp_ratio=much", "Invalid Parameter"},
      {text + "&noise=nan", "Invalid Parameter"},
      {text + "&length=2", "Too big length"},
      {text + "&length=1e30", "Invalid Parameter"},
      {long_text + "&speaker=noise&language=ZH", "Too long text"},
      {"text=hello&language=ZH", "Missing Parameter"},
      {text + "&format=flac", "Invalid Format"},
      {"text=hello&speaker=noise", "Invalid language"},
      {"text=hello&speaker=noise&language=AUTO", "Invalid language"}};
  for (const auto& [query, message] : cases) {
    const auto result = Shared().Client().Get("/?" + query);
    ASSERT_TRUE(result) << query;
    EXPECT_EQ(result->status, 400) << query;
    EXPECT_EQ(result->body, message) << query;
  }
}

TEST(OriginalRouteTest, OtherFormats) {
  for (const auto& [format, type] :
       std::map<std::string, std::string>{{"mp3", "audio/mpeg"}, {"ogg", "audio/ogg"}}) {
    const auto result =
        Shared().Client().Get("/?text=hello&speaker=noise&language=EN&format=" + format);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->get_header_value("Content-Type"), type);
    EXPECT_GT(Decode(result->body).samples.size(), 1000u);
  }
}

TEST(OriginalRouteTest, WithoutParametersItIsThePageOrTellsWhereToLook) {
  const auto result = Shared().Client().Get("/");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
  EXPECT_THAT(result->get_header_value("Content-Type"),
              testing::AnyOf("application/json", HasSubstr("text/html")));
}

TEST(OpenAiRouteTest, SpeaksEveryFormatStreamedOrNot) {
  const std::vector<float> expected = Expected(
      {.text = "你好，世界", .language = std::nullopt, .length_scale = 1 / 1.25f, .seed = 3});
  for (const std::string format : {"wav", "pcm", "flac", "opus", "ogg", "mp3"}) {
    const std::string fields = R"({"model": "tts-1", "voice": "default", "input": "你好，世界",
        "speed": 1.25, "seed": 3, "response_format": ")" +
                               format + "\"";
    const auto whole = Shared().Post("/v1/audio/speech", fields + "}");
    const auto stream = Shared().Post("/v1/audio/speech", fields + R"(, "stream": true})");
    ASSERT_TRUE(whole && stream) << format;
    ASSERT_EQ(whole->status, 200) << whole->body;
    ASSERT_EQ(stream->status, 200) << stream->body;
    EXPECT_TRUE(stream->has_header("Transfer-Encoding"));
    if (format == "pcm") {
      EXPECT_EQ(whole->body, Pcm(expected));
      EXPECT_EQ(stream->body, whole->body);
    } else if (format == "mp3") {  // a stream cannot say how much of it is padding
      EXPECT_GE(Decode(stream->body).samples.size(), Decode(whole->body).samples.size());
      EXPECT_GE(Decode(whole->body).samples.size(), expected.size());
    } else {
      EXPECT_EQ(Decode(stream->body).samples, Decode(whole->body).samples) << format;
      EXPECT_GE(Decode(whole->body).samples.size(), expected.size()) << format;
    }
  }
}

TEST(OpenAiRouteTest, ServerSentEventsHoldTheStream) {
  const std::string fields =
      R"({"voice": "noise", "input": "你好", "seed": 3, "response_format": "pcm")";
  const auto whole = Shared().Post("/v1/audio/speech", fields + "}");
  const auto events = Shared().Post("/v1/audio/speech", fields + R"(, "stream_format": "sse"})");
  ASSERT_TRUE(whole && events);
  EXPECT_EQ(events->get_header_value("Content-Type"), "text/event-stream");
  EXPECT_TRUE(events->body.starts_with(R"(data: {"type": "speech.audio.delta", "audio": ")"));
  EXPECT_THAT(events->body, HasSubstr(R"("speech.audio.done")"));
  EXPECT_GT(events->body.size(), whole->body.size() * 4 / 3);
}

TEST(OpenAiRouteTest, ItsErrorsHaveItsShape) {
  const std::vector<std::tuple<std::string, int, std::string>> cases = {
      {R"({"voice": "noise"})", 400, "input"},
      {R"({"input": "hi"})", 400, "voice"},
      {R"({"input": 7, "voice": "noise"})", 400, "input"},
      {R"({"input": "hi", "voice": "noise", "speed": 5})", 400, "speed"},
      {R"({"input": "hi", "voice": "noise", "response_format": "aac"})", 400, "response_format"},
      {R"({"input": "hi", "voice": "nobody"})", 404, "voice"}};
  for (const auto& [body, status, param] : cases) {
    const auto result = Shared().Post("/v1/audio/speech", body);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, status) << body;
    const Json error = Json::Parse(result->body, "the answer").At("error");
    EXPECT_EQ(error.At("param").AsString(), param) << body;
    EXPECT_EQ(error.At("type").AsString(), "invalid_request_error");
    EXPECT_FALSE(error.At("message").AsString().empty());
  }
  const auto silent = Shared().Post("/v1/audio/speech", R"({"input": "…", "voice": "noise"})");
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->status, 400);
  EXPECT_THAT(silent->body, HasSubstr("nothing that can be spoken"));
}

TEST(VoiceRouteTest, GetAndPostSayTheSame) {
  const std::string query =
      "model_id=0&speaker_id=1&sdp_ratio=0.2&noise=0.2&noisew=0.9&length=1&language=EN&seed=4"
      "&auto_translate=false&auto_split=true&emotion=happy&style_weight=0.7";
  const auto get = Shared().Client().Get("/voice?text=hello&" + query);
  const auto post = Shared().Client().Post("/voice?" + query, httplib::Params{{"text", "hello"}});
  const auto parts = Shared().Client().Post(
      "/voice?" + query, httplib::MultipartFormDataItems{
                             {"text", "hello", "", "text/plain"},
                             {"reference_audio", std::string(5000, '\xff'), "a.wav", "audio/wav"}});
  ASSERT_TRUE(get && post && parts);
  ASSERT_EQ(get->status, 200) << get->body;
  EXPECT_EQ(post->body, get->body);
  EXPECT_EQ(parts->body, get->body);
  EXPECT_EQ(get->body.substr(44), Pcm(Expected({.text = "hello",
                                                .speaker = "1",
                                                .language = text::Language::kEn,
                                                .noise_scale = 0.2f,
                                                .noise_scale_w = 0.9f,
                                                .seed = 4})));
}

TEST(VoiceRouteTest, UnknownVoicesAndSpeakersAreNotFound) {
  for (const char* query : {"text=a&model_id=1", "text=a&model_id=0&speaker_name=nobody"}) {
    const auto result = Shared().Client().Get(std::string("/voice?") + query);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 404) << query;
  }
}

TEST(SpeakRouteTest, EventsHoldTheAudioAndWhenItIsHeard) {
  const std::string request = R"({"text": "你好|世界", "seed": 2, "pause_seconds": 0.1)";
  const std::string lines = Shared().Speak(request + R"(, "format": "events"})");
  const std::string pcm = Shared().Speak(request + R"(, "format": "pcm"})");
  std::vector<Json> events;
  std::istringstream input(lines);
  for (std::string line; std::getline(input, line);) events.push_back(Json::Parse(line, "line"));
  ASSERT_GE(events.size(), 6u);
  EXPECT_EQ(events.front().At("type").AsString(), "start");
  EXPECT_EQ(events.front().At("seed").AsInteger(), 2);
  EXPECT_EQ(events.back().At("type").AsString(), "end");
  EXPECT_EQ(events.back().At("samples").AsInteger(), static_cast<int64_t>(pcm.size() / 2));
  size_t base64 = 0, pieces = 0;
  for (const Json& event : events) {
    if (event.At("type").AsString() == "audio") base64 += event.At("pcm").AsString().size();
    if (event.At("type").AsString() != "piece") continue;
    ++pieces;
    const Json::Array& phones = event.At("phones").AsArray();
    EXPECT_EQ(phones.size(), 6u);
    EXPECT_EQ(phones.front().At("start"), event.At("start"));
    EXPECT_EQ(phones.back().At("end"), event.At("end"));
  }
  EXPECT_EQ(pieces, 2u);
  EXPECT_GE(base64, pcm.size() / 3 * 4);
}

TEST(SpeakRouteTest, PronouncedPiecesAreSpokenAsTheTextIs) {
  const auto pieces = Shared().Post("/api/pronounce", R"({"text": "你好", "language": "ZH"})");
  ASSERT_TRUE(pieces);
  ASSERT_EQ(pieces->status, 200) << pieces->body;
  Json request = Json::Parse(pieces->body, "the answer");
  Json phones = request.At("pieces");
  request.Set("phones", phones);
  request.Set("seed", 1);
  EXPECT_EQ(Shared().Speak(request.Dump()),
            Shared().Speak(R"({"text": "你好", "language": "ZH", "seed": 1})"));
  phones.AsArray()[0].Find("phones")->AsArray()[1] = "nonsense";
  request.Set("phones", phones);
  const auto wrong = Shared().Post("/api/speak", request.Dump());
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->status, 400);
  EXPECT_THAT(wrong->body, HasSubstr("nonsense"));
}

TEST(SpeakRouteTest, WithoutASeedEveryTakeIsAnother) {
  const auto first = Shared().Post("/api/speak", R"({"text": "你好"})");
  const auto second = Shared().Post("/api/speak", R"({"text": "你好"})");
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->body, second->body);
  const std::string seed = first->get_header_value("X-Seed");
  EXPECT_EQ(Shared().Speak(R"({"text": "你好", "seed": )" + seed + "}"), first->body);
}

TEST(StatusRouteTest, TellsAboutTheServer) {
  const auto get = [](const char* path) { return Shared().Client().Get(path)->body; };
  EXPECT_EQ(get("/healthz"), R"({"status": "ok"})");
  EXPECT_EQ(get("/readyz"), R"({"status": "ready"})");
  EXPECT_THAT(get("/v1/models"), HasSubstr(R"("id": "default", "object": "model")"));
  EXPECT_THAT(get("/v1/voices"), HasSubstr(R"("speakers": ["noise", "other noise"])"));
  EXPECT_THAT(get("/v1/voices"), HasSubstr(R"("max_chars": )"));
  Shared().Speak(R"({"text": "你好", "seed": 99})");
  const std::string metrics = get("/metrics");
  for (const char* stage : {"text", "bert", "encoder", "flow", "decoder"})
    EXPECT_THAT(metrics,
                HasSubstr(std::string("first_audio_stage_seconds_total{stage=\"") + stage));
  EXPECT_THAT(metrics, HasSubstr(R"(requests_total{route="/api/speak",status="200"})"));
}

TEST(StatusRouteTest, HeadAnswersAsGetWithoutTheBody) {
  httplib::Client client = Shared().Client();
  const auto head = client.Head("/v1/voices");
  const auto get = client.Get("/v1/voices");
  ASSERT_TRUE(head && get);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->get_header_value("Content-Length"), get->get_header_value("Content-Length"));
  const auto speech = client.Head("/voice?text=hello&model_id=0");
  ASSERT_TRUE(speech);
  EXPECT_EQ(speech->get_header_value("Content-Type"), "audio/wav");
}

TEST(RouterTest, UnknownPathsAndMethodsAreToldApart) {
  httplib::Client client = Shared().Client();
  const auto missing = client.Get("/nothing/here");
  EXPECT_EQ(missing->status, 404);
  EXPECT_THAT(missing->body, HasSubstr(R"("code": "not_found")"));
  EXPECT_EQ(client.Post("/nothing", "{}", "application/json")->status, 404);
  const auto method = client.Get("/v1/audio/speech");
  EXPECT_EQ(method->status, 405);
  EXPECT_EQ(method->get_header_value("Allow"), "POST, OPTIONS");
  EXPECT_EQ(client.Delete("/voice")->status, 405);
  EXPECT_EQ(client.Get("/../../etc/passwd")->status, 404);
  const auto options = client.Options("/voice");
  EXPECT_EQ(options->status, 204);
  EXPECT_EQ(options->get_header_value("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_FALSE(options->has_header("Access-Control-Allow-Origin"));
}

// docs/http_api.md names every route, parameter and field, and no route that does not exist.
TEST(OpenApiTest, TheManualIsInStep) {
  const std::string manual = ReadFile(test::ProductData("") / ".." / "docs/http_api.md");
  const Json document = Json::Parse(Shared().Client().Get("/openapi.json")->body, "/openapi.json");
  size_t routes = 0;
  for (const auto& [path, methods] : document.At("paths").AsObject()) {
    for (const auto& [method, operation] : methods.AsObject()) {
      ++routes;
      std::string upper = method;
      for (char& c : upper) c = static_cast<char>(std::toupper(c));
      const std::string heading = "### " + upper + " " + path + "\n";
      EXPECT_THAT(manual, HasSubstr(heading));
      std::vector<std::string> names;
      if (const Json* parameters = operation.Find("parameters"))
        for (const Json& p : parameters->AsArray()) names.push_back(p.At("name").AsString());
      if (const Json* body = operation.Find("requestBody"))
        for (const auto& [type, media] : body->At("content").AsObject())
          for (const auto& [name, field] : media.At("schema").At("properties").AsObject())
            names.push_back(name);
      for (const std::string& name : names) EXPECT_THAT(manual, HasSubstr("`" + name + "`"));
    }
  }
  size_t headings = 0;
  for (size_t at = 0; (at = manual.find("\n### ", at)) != std::string::npos; ++at) ++headings;
  EXPECT_EQ(headings, routes);
}

}  // namespace
}  // namespace bv2::server
