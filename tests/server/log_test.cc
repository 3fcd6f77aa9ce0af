// What a server's log says: one line for every request, and nothing of what was to be said.

#include <gmock/gmock.h>

#include <mutex>

#include "base/log.h"
#include "tests/server/test_server.h"

namespace bv2::server {
namespace {

using testing::HasSubstr;
using testing::Not;

// The lines that are logged while it lives.
class Log {
 public:
  // Those of answers: "CLIENT METHOD PATH STATUS N bytes N ms".
  std::vector<std::string> Answers() const {
    std::vector<std::string> answers;
    const std::lock_guard lock(mutex_);
    for (const std::string& line : lines_)
      if (line.find(" bytes ") != std::string::npos) answers.push_back(line);
    return answers;
  }
  std::string All() const {
    std::string all;
    const std::lock_guard lock(mutex_);
    for (const std::string& line : lines_) all += line + '\n';
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  const LogRedirect redirect_{[this](std::string_view line) {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line);
  }};
};

std::string WithBody(const std::string& head, const std::string& body) {
  return head +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST(LogTest, EveryRequestHasOneLine) {
  ServerOptions options = Options();
  options.http.receive_seconds = 1;
  options.http.idle_seconds = 1;
  options.max_body_bytes = 4096;
  const std::string speech = R"({"text": "hi", "format": "pcm", "seed": 1)";
  const std::string last = "\r\nConnection: close";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"GET /healthz HTTP/1.1" + last + "\r\n\r\n", "GET /healthz 200"},
      {"HEAD /healthz HTTP/1.1" + last + "\r\n\r\n", "HEAD /healthz 200"},
      {"HEAD /nothing HTTP/1.1" + last + "\r\n\r\n", "HEAD /nothing 404"},
      {"OPTIONS /voice HTTP/1.1" + last + "\r\n\r\n", "OPTIONS /voice 204"},
      {"DELETE /voice HTTP/1.1" + last + "\r\n\r\n", "DELETE /voice 405"},
      {"PUT /voice HTTP/1.1\r\nContent-Length: 2" + last + "\r\n\r\nab", "PUT /voice 405"},
      {"GET /voice?text=%ff HTTP/1.1" + last + "\r\n\r\n", "GET /voice 400"},
      {WithBody("POST /api/speak HTTP/1.1" + last, speech + "}"), "POST /api/speak 200"},
      // As some clients end a body.
      {WithBody("POST /api/speak HTTP/1.1", speech + "}") + "\r\n", "POST /api/speak 200"},
      {WithBody("POST /api/speak HTTP/1.1\r\nExpect: 100-continue" + last, speech + "}"),
       "POST /api/speak 200"},
      {WithBody("POST /api/speak HTTP/1.1" + last, speech + R"(, "stream": true})"),
       "POST /api/speak 200"},
      {WithBody("POST /api/speak HTTP/1.0", speech + R"(, "stream": true})"),
       "POST /api/speak 200"},
      {WithBody("POST /api/speak HTTP/1.1" + last, "{"), "POST /api/speak 400"},
      {WithBody("POST /nothing HTTP/1.1", "{}"), "POST /nothing 404"},
      {WithBody("POST /api/speak HTTP/1.1", std::string(5000, ' ')), "POST /api/speak 413"},
      {"POST /api/speak HTTP/1.1\r\n\r\n", "POST /api/speak 411"},
      {WithBody("POST /api/speak HTTP/1.1\r\nTransfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"),
       "POST /api/speak 400"},
      {"POST /api/speak HTTP/1.1\r\nContent-Type: application/json\r\n"
       "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
       "POST /api/speak 400"},
      {"POST /api/speak HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
       "POST /api/speak 408"},
      {"GET /healthz HTTP/1.1\r\nX-A: ", "127.0.0.1 - - 408"},
      {"GET /heal", "127.0.0.1 - - 408"},
      {"GET\r\n\r\n", "127.0.0.1 - - 400"},
      {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n", "127.0.0.1 - - 414"},
      {"GET / HTTP/1.1\r\nX-A: " + std::string(9000, 'a') + "\r\n\r\n", "127.0.0.1 - - 400"}};
  const TestServer server(options);
  for (const auto& [bytes, expected] : cases) {
    const Log log;
    const RawClient client(server.port());
    client.Send(bytes);
    client.ReceiveAll(kPatience);
    const std::vector<std::string> answers = log.Answers();
    EXPECT_EQ(answers.size(), 1u) << bytes.substr(0, 100) << '\n' << log.All();
    EXPECT_THAT(log.All(), HasSubstr(expected + " ")) << bytes.substr(0, 100);
  }
}

TEST(LogTest, AClientThatGoesHasOneLineToo) {
  const TestServer server;
  for (const char* stream : {"true", "false"}) {
    const Log log;
    {
      const RawClient client(server.port());
      client.Send(
          WithBody("POST /api/speak HTTP/1.1",
                   R"({"text": "hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi hi",
                       "length_scale": 9, "format": "pcm", "stream": )" +
                       std::string(stream) + "}"));
      while (server.Metric("queue_jobs") < 1) std::this_thread::yield();
    }
    const auto deadline = Clock::now() + kPatience;
    const auto spoken = [&] {
      std::vector<std::string> answers = log.Answers();
      std::erase_if(answers, [](const std::string& line) {
        return line.find("/metrics") != std::string::npos;
      });
      return answers;
    };
    while (spoken().empty() && Clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_EQ(spoken().size(), 1u) << log.All();
    EXPECT_THAT(log.All(), HasSubstr("POST /api/speak 499")) << stream;
  }
}

// Not even of what cannot be said, which other programs warn of.
TEST(LogTest, HoldsNothingOfTheTexts) {
  const TestServer server;
  const Log log;
  server.Speak(R"({"text": "你好𪚥", "language": "ZH"})");
  server.Speak(R"({"text": "hello ሰላም 你好", "language": "AUTO"})");
  server.Speak(R"({"text": "こんにちは𪚥ヸ", "language": "JP"})");
  for (const char* body :
       {R"({"text": "行{xing9}", "language": "ZH"})", R"({"text": "ሰላም"})", R"({"text": "你好)",
        R"({"text": "你好", "voice": "你好"})", R"({"text": "你好", "speaker": "你好"})",
        R"({"phones": [{"text": "你好", "language": "ZH", "phones": ["你好"]}]})"})
    EXPECT_GE(server.Post("/api/speak", body)->status, 400) << body;
  server.Client().Get("/?text=%E4%BD%A0%E5%A5%BD&speaker=noise&language=ZH");
  server.Client().Get("/%E4%BD%A0%E5%A5%BD");
  for (const char* text :
       {"你", "好", "hello", "𪚥", "ሰላም", "こ", "ヸ", "行", "xing", "%E4%BD", "left out", "UNK"})
    EXPECT_THAT(log.All(), Not(HasSubstr(text)));
  EXPECT_GE(log.Answers().size(), 10u) << log.All();
}

}  // namespace
}  // namespace bv2::server
