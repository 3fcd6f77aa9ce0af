// Many clients at once: whose audio is whose, the queue, turns, cancellation, ends and reloads.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "base/file.h"
#include "tests/server/test_server.h"

namespace bv2::server {
namespace {

using testing::HasSubstr;

std::string LongText() {
  std::string text;
  for (int i = 0; i < 8; ++i) text += "今天天气真好我们出去走走吧。";
  return text;
}

std::string LongRequest() {
  return R"({"text": ")" + LongText() + R"(", "language": "ZH", "seed": 1, "format": "pcm",
             "length_scale": 5, "stream": true})";
}

// The body of an answer that came in chunks, from its second line on.
std::string Unchunked(const std::string& answer) {
  std::string body;
  size_t at = answer.find("\r\n\r\n") + 4;
  while (at < answer.size()) {
    const size_t length = std::stoul(answer.substr(at), nullptr, 16);
    if (length == 0) return body;
    at = answer.find("\r\n", at) + 2;
    body += answer.substr(at, length);
    at += length + 2;
  }
  return "it breaks off: " + body;
}

TEST(SharingTest, SeedsOfClientsAreNotMixedUp) {
  ServerOptions options = Options();
  options.cache_bytes = 0;
  const TestServer server(options);
  constexpr size_t kSeeds = 8, kClients = 16, kRounds = 4;
  const auto request = [](size_t seed) {
    return R"({"text": "你好，世界", "language": "ZH", "format": "pcm", "seed": )" +
           std::to_string(seed) + (seed % 2 == 0 ? R"(, "stream": true})" : "}");
  };
  std::vector<std::string> expected;
  for (size_t seed = 0; seed < kSeeds; ++seed) expected.push_back(server.Speak(request(seed)));
  std::atomic<size_t> wrong = 0;
  std::vector<std::thread> clients;
  for (size_t c = 0; c < kClients; ++c)
    clients.emplace_back([&, c] {
      for (size_t round = 0; round < kRounds; ++round) {
        const size_t seed = (c + 3 * round) % kSeeds;
        if (server.Speak(request(seed)) != expected[seed]) ++wrong;
      }
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(wrong, 0u);
}

TEST(SharingTest, AFullQueueTurnsClientsAway) {
  ServerOptions options = Options();
  options.queue = 1;
  options.cache_bytes = 0;
  const TestServer server(options);
  const RawClient busy(
      server.port());  // takes a little of a long answer and keeps the rest waiting
  const std::string body = LongRequest();
  busy.Send(
      "POST /api/speak HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_EQ(busy.Receive(12), "HTTP/1.1 200");
  const auto result = server.Post("/v1/audio/speech", R"({"input": "hi", "voice": "noise"})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 429);
  EXPECT_GE(std::stoi(result->get_header_value("Retry-After")), 1);
  EXPECT_THAT(result->body, HasSubstr("rate_limit_error"));
  EXPECT_EQ(server.Metric("rejected_total"), 1);
}

TEST(SharingTest, AShortRequestPassesLongOnes) {
  ServerOptions options = Options();
  options.threads = 1;
  options.cache_bytes = 0;
  const TestServer server(options);
  std::atomic<int> done = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      server.Speak(LongRequest());
      ++done;
    });
  while (server.Metric("queue_jobs") < 3) std::this_thread::yield();
  EXPECT_FALSE(server.Speak(R"({"text": "你好", "language": "ZH"})").empty());
  EXPECT_EQ(done, 0) << "the long ones are too short for this test";
  for (std::thread& reader : readers) reader.join();
}

TEST(SharingTest, AClientThatGoesStopsItsWork) {
  ServerOptions options = Options();
  options.cache_bytes = 0;
  const TestServer server(options);
  for (const char* stream : {"true", "false"}) {
    std::string request = LongRequest();
    request.replace(request.find("true"), 4, stream);
    {
      const RawClient client(server.port());
      client.Send(
          "POST /api/speak HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
          "Content-Length: " +
          std::to_string(request.size()) + "\r\n\r\n" + request);
      while (server.Metric("queue_jobs") < 1) std::this_thread::yield();
      if (std::string(stream) == "true") {
        EXPECT_EQ(client.Receive(12), "HTTP/1.1 200");
      }
    }
    const auto deadline = Clock::now() + kPatience;
    while (server.Metric("queue_jobs") > 0 && Clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(server.Metric("queue_jobs"), 0) << stream;
  }
  EXPECT_LT(server.Metric("audio_seconds_total"), 1);
}

TEST(SharingTest, ARequestThatTakesTooLongIsGivenUp) {
  ServerOptions options = Options();
  options.timeout_seconds = 0.3;
  options.cache_bytes = 0;
  const TestServer server(options);
  std::string request = LongRequest();
  request.replace(request.find("true"), 4, "false");
  const auto result = server.Post("/api/speak", request);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 504);
  EXPECT_THAT(result->body, HasSubstr("deadline_exceeded"));
}

TEST(SharingTest, AskedAgainATakeIsNotSpokenAgain) {
  const TestServer server;
  const std::string request = R"({"text": "你好", "seed": 1, "format": "flac"})";
  const std::string first = server.Speak(request);
  EXPECT_EQ(server.Speak(request), first);
  EXPECT_EQ(server.Metric("cache_hits_total"), 1);
  server.Speak(R"({"text": "你好", "seed": 1, "noise_scale": 0.5})");
  EXPECT_EQ(server.Metric("cache_hits_total"), 1);
}

TEST(SharingTest, WhatWasBegunIsFinished) {
  ServerOptions options = Options();
  options.cache_bytes = 0;
  TestServer server(options);
  const std::string whole = server.Speak(LongRequest());
  std::string last;
  std::thread reader([&] { last = server.Speak(LongRequest()); });
  while (server.Metric("queue_jobs") < 1) std::this_thread::yield();
  server.Stop();
  reader.join();
  EXPECT_EQ(last, whole);
  EXPECT_FALSE(server.Client().Get("/healthz"));
}

ServerOptions WithVoices(const std::vector<VoiceFiles>& voices) {
  ServerOptions options = Options();
  options.voices = voices;
  return options;
}

TEST(VoicesTest, AreOpenedWhenTheyAreFirstAskedFor) {
  ServerOptions options = WithVoices({NoiseVoice("one"), NoiseVoice("two")});
  options.lazy = true;
  const TestServer server(options);
  EXPECT_EQ(server.Metric("voices_loaded"), 0);
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i)
    clients.emplace_back([&] {
      EXPECT_FALSE(server.Speak(R"({"text": "你好", "voice": "one/other noise"})").empty());
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(server.Metric("voices_loaded"), 1);
}

TEST(VoicesTest, ManyAreOpenedAtOnce) {
  std::vector<VoiceFiles> voices;
  for (int i = 0; i < 12; ++i) voices.push_back(NoiseVoice("voice" + std::to_string(i)));
  const TestServer server(WithVoices(voices));
  EXPECT_EQ(server.Metric("voices_loaded"), 12);
  EXPECT_FALSE(server.Speak(R"({"text": "你好", "voice": "voice11"})").empty());
}

TEST(VoicesTest, ComeAndGoByAReload) {
  TestServer server(WithVoices({NoiseVoice("one")}));
  server.server().Reload(WithVoices({NoiseVoice("two"), NoiseVoice("three")}));
  EXPECT_FALSE(server.Speak(R"({"text": "你好", "voice": "two"})").empty());
  EXPECT_EQ(server.Post("/api/speak", R"({"text": "你好", "voice": "one"})")->status, 404);
  test::ExpectError(ErrorCode::kInvalidArgument, "two voices are named 'a'", [&] {
    server.server().Reload(WithVoices({NoiseVoice("a"), NoiseVoice("a")}));
  });
  test::ExpectError(ErrorCode::kNotFound, "nowhere/", [&] {
    server.server().Reload(WithVoices({{.name = "two", .model = "nowhere/model.pth"}}));
  });
  EXPECT_FALSE(server.Speak(R"({"text": "你好", "voice": "two"})").empty());
}

// A copy of the voice, to be written over.
VoiceFiles CopyVoice(const test::TemporaryFolder& folder) {
  for (const char* file : {"model.safetensors", "config.json"})
    ReplaceFile(folder / file, ReadFile(test::TestData("voices/noise") / file));
  return {.name = "copy", .model = folder / "model.safetensors"};
}

TEST(VoicesTest, OnlyThoseWithOtherFilesAreOpenedAgain) {
  const test::TemporaryFolder folder;
  const ServerOptions options = WithVoices({NoiseVoice("same"), CopyVoice(folder)});
  TestServer server(options);
  const auto hits = [&](const char* voice) {
    const double before = server.Metric("cache_hits_total");
    server.Speak(fmt::format(R"({{"text": "你好", "seed": 1, "voice": "{}"}})", voice));
    return server.Metric("cache_hits_total") - before;
  };
  for (const char* voice : {"same", "copy"}) EXPECT_EQ(hits(voice), 0) << voice;
  server.server().Reload(options);
  for (const char* voice : {"same", "copy"}) EXPECT_EQ(hits(voice), 1) << voice;
  CopyVoice(folder);  // newer now
  server.server().Reload(options);
  EXPECT_EQ(hits("same"), 1);
  EXPECT_EQ(hits("copy"), 0) << "audio of the old one";
}

TEST(VoicesTest, WhatAVoiceHasBegunItFinishes) {
  const test::TemporaryFolder folder;
  ServerOptions options = WithVoices({CopyVoice(folder)});
  options.cache_bytes = 0;
  TestServer server(options);
  const std::string whole = server.Speak(LongRequest());
  const std::string body = LongRequest();
  const RawClient client(server.port());
  client.Send(
      "POST /api/speak HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Connection: close\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_EQ(client.Receive(12), "HTTP/1.1 200");
  server.server().Reload(WithVoices({NoiseVoice("other")}));
  EXPECT_EQ(server.Post("/api/speak", R"({"text": "你好", "voice": "copy"})")->status, 404);
  EXPECT_EQ(Unchunked(client.ReceiveAll(kPatience)), whole);
}

TEST(VoicesTest, OneThatCannotBeOpenedIsUnavailable) {
  ServerOptions options = Options();
  options.voices.push_back({.name = "broken", .model = "nowhere/model.pth"});
  test::ExpectError(ErrorCode::kNotFound, "nowhere/", [&] { const Server server(options); });
  options.lazy = true;
  const TestServer server(options);
  const auto result = server.Post("/api/speak", R"({"text": "hi", "voice": "broken"})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 503);
  EXPECT_EQ(result->body.find("nowhere"), std::string::npos) << "paths are nobody's business";
}

TEST(KeysTest, OpenRoutesAndThoseThatWantOne) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "keys", "# of the tests\nsecret-one\r\nsecret-two\n");
  ServerOptions options = Options();
  options.api_key_file = folder / "keys";
  options.cors_origins = {"https://example.org"};
  const TestServer server(options);
  httplib::Client client = server.Client();
  const auto status = [&](const char* name, const std::string& value) {
    return client.Get("/v1/voices", httplib::Headers{{name, value}})->status;
  };
  EXPECT_EQ(client.Get("/v1/voices")->status, 401);
  EXPECT_EQ(status("Authorization", "Bearer secret-tw0"), 401);
  EXPECT_EQ(status("Authorization", "Bearer secret-two2"), 401);
  EXPECT_EQ(status("Authorization", "secret-two"), 401);
  EXPECT_EQ(status("X-API-Key", ""), 401);
  EXPECT_EQ(status("Authorization", "Bearer secret-two"), 200);
  EXPECT_EQ(status("X-API-Key", "secret-one"), 200);
  for (const char* open : {"/healthz", "/readyz", "/openapi.json", "/"})
    EXPECT_EQ(client.Get(open)->status, 200) << open;
  EXPECT_EQ(client.Get("/?text=a&speaker=noise&language=EN")->status, 401);
}

TEST(KeysTest, MayChangeWhileTheServerRuns) {
  const test::TemporaryFolder folder;
  ReplaceFile(folder / "keys", "the-first-key\n");
  ServerOptions options = Options();
  options.api_key_file = folder / "keys";
  TestServer server(options);
  const auto status = [&](const char* key) {
    return server.Client().Get("/v1/voices", httplib::Headers{{"X-API-Key", key}})->status;
  };
  EXPECT_EQ(status("the-first-key"), 200);
  ReplaceFile(folder / "keys", "the-second-key\n");
  server.server().Reload(options);
  EXPECT_EQ(status("the-first-key"), 401);
  EXPECT_EQ(status("the-second-key"), 200);
  ReplaceFile(folder / "keys", "\n");
  test::ExpectError(ErrorCode::kInvalidArgument, "keys", [&] { server.server().Reload(options); });
  EXPECT_EQ(status("the-second-key"), 200);
}

TEST(CorsTest, OnlyOriginsThatMayAreLetIn) {
  ServerOptions options = Options();
  options.cors_origins = {"https://example.org"};
  const TestServer server(options);
  httplib::Client client = server.Client();
  const auto origin = [&](const char* from) {
    return client.Get("/healthz", httplib::Headers{{"Origin", from}})
        ->get_header_value("Access-Control-Allow-Origin");
  };
  EXPECT_EQ(origin("https://example.org"), "https://example.org");
  EXPECT_EQ(origin("https://example.com"), "");
  const auto preflight = client.Options(
      "/api/speak", {{"Origin", "https://example.org"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(preflight->status, 204);
  EXPECT_THAT(preflight->get_header_value("Access-Control-Allow-Methods"), HasSubstr("POST"));
  EXPECT_THAT(preflight->get_header_value("Access-Control-Allow-Headers"),
              HasSubstr("Authorization"));
}

}  // namespace
}  // namespace bv2::server
