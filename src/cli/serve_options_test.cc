#include "cli/serve_options.h"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::cli {
namespace {

using testing::ElementsAre;

// A command line and a file that it names.
class ServeOptionsTest : public testing::Test {
 protected:
  ServeSettings Read(const std::string& file, std::vector<std::string> arguments = {}) {
    ReplaceFile(folder_ / "options.yaml", file);
    ServeOptions options;
    CLI::App app;
    AddServeOptions(app, options);
    for (const std::string& argument : {(folder_ / "options.yaml").string(), std::string("--file"),
                                        test::ProductData("").string(), std::string("--data")})
      arguments.push_back(argument);
    // CLI11 takes them from the back.
    app.parse(arguments);
    return ReadServeSettings(app);
  }
  void ExpectWrong(const std::string& file, const std::string& problem) {
    const std::string name = "'" + (folder_ / "options.yaml").string() + "', line ";
    test::ExpectError(ErrorCode::kInvalidArgument, name + problem, [&] { Read(file); });
  }

  const test::TemporaryFolder folder_;
};

TEST_F(ServeOptionsTest, AFileHasAllOptions) {
  const ServeSettings settings = Read(
      "voices:\n"
      "  alice: alice/G_9000.pth\n"
      "  bob: {model: bob.safetensors, config: bob.json}\n"
      "bert: berts/zh\n"
      "bert_ja: berts/ja\n"
      "host: 0.0.0.0\n"
      "port: 8080\n"
      "threads: 3\n"
      "queue: 7\n"
      "max-chars: 500\n"
      "timeout: 1.5\n"
      "cache_mb: 0\n"
      "lazy: yes\n"
      "cors:\n  - https://a.example\n  - https://b.example\n");
  const server::ServerOptions& server = settings.server;
  ASSERT_EQ(server.voices.size(), 2u);
  EXPECT_EQ(server.voices[0].name, "alice");
  EXPECT_EQ(server.voices[0].model, "alice/G_9000.pth");
  EXPECT_EQ(server.voices[0].config, "");
  EXPECT_EQ(server.voices[1].config, "bob.json");
  EXPECT_EQ(server.backbone.bert, "berts/zh");
  EXPECT_EQ(server.backbone.bert_ja, "berts/ja");
  EXPECT_EQ(server.http.host, "0.0.0.0");
  EXPECT_EQ(server.http.port, 8080);
  EXPECT_EQ(server.threads, 3);
  EXPECT_EQ(server.queue, 7u);
  EXPECT_EQ(server.max_chars, 500u);
  EXPECT_EQ(server.timeout_seconds, 1.5);
  EXPECT_EQ(server.cache_bytes, 0u);
  EXPECT_TRUE(server.lazy);
  EXPECT_THAT(server.cors_origins, ElementsAre("https://a.example", "https://b.example"));
}

TEST_F(ServeOptionsTest, JsonIsOneWayToWriteIt) {
  const ServeSettings settings =
      Read(R"({"voices": {"alice": "a.pth"}, "port": 8080, "lazy": false, "cors": "*"})");
  EXPECT_EQ(settings.server.voices.at(0).model, "a.pth");
  EXPECT_EQ(settings.server.http.port, 8080);
  EXPECT_FALSE(settings.server.lazy);
  EXPECT_THAT(settings.server.cors_origins, ElementsAre("*"));
}

TEST_F(ServeOptionsTest, TheCommandLineGoesFirst) {
  const ServeSettings settings = Read("port: 8080\nqueue: 7\nvoices: {alice: a.pth}\n",
                                      {"bob=b.pth", "--voice", "9090", "--port"});
  EXPECT_EQ(settings.server.http.port, 9090);
  EXPECT_EQ(settings.server.queue, 7u);
  ASSERT_EQ(settings.server.voices.size(), 1u);
  EXPECT_EQ(settings.server.voices[0].name, "bob");
}

TEST_F(ServeOptionsTest, ErrorsNameLineKeyAndValue) {
  ExpectWrong("port: 1\ncolour: red\n", "2: 'colour' is no option of serve");
  ExpectWrong("file: a.yaml\n", "1: 'file' is no option of serve");
  ExpectWrong("queue: 1\nport: many\n", "2: 'port' is 'many': ");
  ExpectWrong("port: 70000\n", "1: 'port' is '70000': ");
  ExpectWrong("port: [1, 2]\n", "1: 'port' is '1, 2': ");
  ExpectWrong("port:\n", "1: 'port' has no value");
  ExpectWrong("port: {a: 1}\n", "1: 'port' must be one value");
  ExpectWrong("lazy: perhaps\n", "1: 'lazy' is 'perhaps': ");
  ExpectWrong("voices: a.pth\n", "1: 'voices' must be names with their checkpoints");
  ExpectWrong("voices:\n  a:\n    colour: red\n", "3: 'colour' is nothing that a voice has");
  ExpectWrong("voices:\n  a: {config: a.json}\n", "2: 'a' has no model");
  ExpectWrong("- port\n", "1: options must be keys with values");
}

TEST_F(ServeOptionsTest, TellsWhatARunningServerCannotTakeOver) {
  const ServeSettings before = Read("port: 1\nhost: 127.0.0.1\nvoices: {a: a.pth}\nlazy: true\n");
  const ServeSettings after = Read("port: 2\nvoices: {b: b.pth}\nqueue: 3\n");
  EXPECT_THAT(NeedRestart(before, after),
              ElementsAre("'host' was '127.0.0.1' and is not given now, which takes a restart",
                          "'port' was '1' and is '2' now, which takes a restart",
                          "'queue' was not given and is '3' now, which takes a restart"));
  EXPECT_THAT(NeedRestart(before, before), ElementsAre());
}

}  // namespace
}  // namespace bv2::cli
