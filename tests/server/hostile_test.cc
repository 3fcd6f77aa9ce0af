// Clients that are broken, slow, or mean no good: the right status, and nobody else notices.

#include <gmock/gmock.h>

#include "tests/server/test_server.h"

namespace bv2::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

ServerOptions Impatient() {
  ServerOptions options = Options();
  options.http.receive_seconds = 1;
  options.http.idle_seconds = 1;
  options.max_body_bytes = 4096;
  options.max_chars = 50;
  return options;
}

const TestServer& Server() {
  static const TestServer server(Impatient());
  return server;
}

// The status line and the rest of what comes for some bytes.
std::string Answer(const std::string& bytes) {
  const RawClient client(Server().port());
  client.Send(bytes);
  return client.ReceiveAll(kPatience);
}

std::string Post(const std::string& headers, const std::string& body) {
  return "POST /api/speak HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

constexpr const char* kJson = "Content-Type: application/json\r\n";

std::string WithLength(const std::string& body) {
  return Post(kJson + ("Content-Length: " + std::to_string(body.size()) + "\r\n"), body);
}

void ExpectAlive() { EXPECT_EQ(Server().Client().Get("/healthz")->status, 200); }

TEST(HostileTest, MalformedHeads) {
  for (const char* bytes :
       {"GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\r\n\r\n", "BREW / HTTP/1.1\r\n\r\n"})
    EXPECT_THAT(Answer(bytes), StartsWith("HTTP/1.1 4")) << bytes;
  EXPECT_THAT(Answer("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n"),
              StartsWith("HTTP/1.1 414"));
  EXPECT_THAT(Answer("GET / HTTP/1.1\r\n" +
                     [] {
                       std::string headers;
                       for (int i = 0; i < 2000; ++i)
                         headers +=
                             "X-" + std::to_string(i) + ": aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
                       return headers;
                     }()),
              StartsWith("HTTP/1.1 431"));
  ExpectAlive();
}

TEST(HostileTest, MalformedBodies) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {WithLength("{"), "400"},
      {WithLength(""), "400"},
      {WithLength("[]"), "400"},
      {WithLength("{\"text\": \"\xff\xfe\"}"), "400"},
      {WithLength(R"({"text": "\ud800"})"), "400"},
      {WithLength(R"({"text": {}})"), "400"},
      {WithLength(R"({"text": "a", "seed": -1})"), "400"},
      {WithLength(R"({"text": "a", "seed": 1.5})"), "400"},
      {WithLength(R"({"text": "a", "length_scale": 1e300})"), "400"},
      {WithLength(R"({"phones": [{"language": "ZH"}]})"), "400"},
      {WithLength(R"({"phones": 7})"), "400"},
      {WithLength("{\"text\": \"" + std::string(51, 'a') + "\"}"), "400"},
      {WithLength(std::string(3000, '[')), "400"},
      {Post("Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}"), "415"},
      {Post("Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 2\r\n", "{}"), "415"},
      {"POST /voice HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n"
       "Content-Type: multipart/form-data\r\n\r\n{}",
       "400"},
      {"POST /voice HTTP/1.1\r\nConnection: close\r\nContent-Length: 4000\r\n"
       "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\nContent-Disposition: " +
           std::string(4000 - 26, 'a'),
       "400"},
      {Post(kJson, "{}"), "411"},
      {Post(std::string(kJson) + "Content-Length: two\r\n", "{}"), "400"},
      {Post(std::string(kJson) + "Content-Length: 99999999999999999999999\r\n", "{}"), "413"},
      {WithLength(std::string(5000, ' ')), "413"},
      {Post(std::string(kJson) + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "{}"),
       "400"},
      {Post(std::string(kJson) + "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n"),
       "400"}};
  for (const auto& [bytes, status] : cases)
    EXPECT_THAT(Answer(bytes), StartsWith("HTTP/1.1 " + status)) << bytes.substr(0, 300);
  ExpectAlive();
}

TEST(HostileTest, EndlessChunksAreCutOff) {
  const RawClient client(Server().port());
  client.Send(Post(std::string(kJson) + "Transfer-Encoding: chunked\r\n", ""));
  for (int i = 0; i < 100; ++i)
    if (!client.Send("400\r\n" + std::string(1024, 'a') + "\r\n")) break;
  EXPECT_THAT(client.ReceiveAll(kPatience), StartsWith("HTTP/1.1 413"));
}

TEST(HostileTest, QueriesThatAreNotUtf8) {
  EXPECT_THAT(Answer("GET /?text=%ff%fe&speaker=noise&language=ZH HTTP/1.1\r\n\r\n"),
              StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(Answer("GET /voice?text=%ff%fe HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400"));
}

TEST(HostileTest, SlowClientsAreHungUpOn) {
  std::vector<std::unique_ptr<RawClient>> slow;
  for (const std::string& start : {std::string("GET / HT"), std::string("GET / HTTP/1.1\r\nX-A: b"),
                                   Post(std::string(kJson) + "Content-Length: 100\r\n", "{\"te")}) {
    slow.push_back(std::make_unique<RawClient>(Server().port()));
    slow.back()->Send(start);
  }
  ExpectAlive();  // meanwhile
  // A byte now and then does not help.
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    for (const auto& client : slow) client->Send("a");
  }
  for (const auto& client : slow)
    EXPECT_THAT(client->ReceiveAll(kPatience), StartsWith("HTTP/1.1 408")) << &client - slow.data();
}

TEST(HostileTest, IdleConnectionsEndQuietly) {
  const RawClient client(Server().port());
  EXPECT_EQ(client.ReceiveAll(kPatience), "");
}

TEST(HostileTest, ARequestThatBreaksOff) {
  const RawClient client(Server().port());
  client.Send(Post(std::string(kJson) + "Content-Length: 100\r\n", "{\"te"));
  client.EndSending();
  EXPECT_THAT(client.ReceiveAll(kPatience), StartsWith("HTTP/1.1 400"));
}

TEST(HostileTest, ABodyIsNotTheNextRequest) {
  const std::string smuggled = "GET /healthz HTTP/1.1\r\n\r\n";
  const std::string answer =
      Answer("GET /nothing HTTP/1.1\r\nContent-Length: " + std::to_string(smuggled.size()) +
             "\r\n\r\n" + smuggled);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(answer.find("\"ok\""), std::string::npos);
}

TEST(HostileTest, OldClientsGetStreamsWithoutChunks) {
  const std::string body = R"({"text": "hi", "format": "wav", "stream": true, "seed": 1})";
  const std::string answer =
      Answer("POST /api/speak HTTP/1.0\r\n" +
             (kJson + ("Content-Length: " + std::to_string(body.size()))) + "\r\n\r\n" + body);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nRIFF"));
  EXPECT_EQ(answer.find("chunked"), std::string::npos);
}

TEST(HostileTest, EmptyLinesBeforeARequestArePassedOver) {
  EXPECT_THAT(Answer("\r\n\n\r\nGET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 200"));
  // But not for ever.
  const RawClient client(Server().port());
  for (int i = 0; i < 20; ++i) {
    if (!client.Send("\r\n")) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_FALSE(client.Send("\r\n"));
}

TEST(HostileTest, PipelinedRequestsAreAnsweredInTurn) {
  const std::string answer =
      Answer("GET /healthz HTTP/1.1\r\n\r\nGET /readyz HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_LT(answer.find("\"ok\""), answer.find("\"ready\""));
  EXPECT_THAT(answer, HasSubstr("\"ready\""));
}

}  // namespace
}  // namespace bv2::server
