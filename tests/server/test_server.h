#pragma once

#include <httplib.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "server/server.h"
#include "tests/support/test_support.h"

namespace bv2::server {

inline VoiceFiles NoiseVoice(const std::string& name = "default") {
  return {.name = name, .model = test::TestData("voices/noise") / "model.safetensors"};
}

inline ServerOptions Options() {
  return {.voices = {NoiseVoice()},
          .backbone = {.data = test::ProductData(""), .bert = test::TestData("voices/noise/bert")},
          .threads = 2,
          .http = {.port = 0},
          .version = "test"};
}

// How long what happens at once may take, with sanitizers and on a machine that does much else.
constexpr std::chrono::seconds kPatience{300};

// A server that runs while the test needs it.
class TestServer {
 public:
  explicit TestServer(const ServerOptions& options = Options())
      : server_(options), thread_([this] { server_.Run(); }) {}
  ~TestServer() { Stop(); }

  void Stop() {
    if (!thread_.joinable()) return;
    server_.Stop();
    thread_.join();
  }
  Server& server() { return server_; }
  int port() const { return server_.port(); }
  httplib::Client Client() const {
    httplib::Client client("127.0.0.1", port());
    client.set_read_timeout(kPatience);
    return client;
  }

  httplib::Result Post(const std::string& path, const std::string& json) const {
    return Client().Post(path, json, "application/json");
  }
  // Of the request to speak, which must succeed.
  std::string Speak(const std::string& json) const {
    const auto result = Post("/api/speak", json);
    if (!result || result->status != 200) {
      ADD_FAILURE() << json << ": " << (result ? result->body : to_string(result.error()));
      return "";
    }
    return result->body;
  }
  // A line of /metrics.
  double Metric(const std::string& name) const {
    const auto result = Client().Get("/metrics");
    const size_t at = result ? result->body.find("\nbertvits2_" + name + " ") : std::string::npos;
    if (at == std::string::npos) {
      ADD_FAILURE() << "no metric " << name;
      return -1;
    }
    return std::stod(result->body.substr(at + name.size() + 12));
  }

 private:
  Server server_;
  std::thread thread_;
};

// One for all tests that need nothing special.
inline const TestServer& Shared() {
  static const TestServer server;
  return server;
}

// Bytes on a socket of one's own.
class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False: the server closed the connection.
  bool Send(const std::string& bytes) const;
  void EndSending() const;
  // What comes until the server closes, or the time is over.
  std::string ReceiveAll(std::chrono::seconds time) const;
  std::string Receive(size_t bytes) const;

 private:
  int socket_;
};

}  // namespace bv2::server
