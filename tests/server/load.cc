// serve_load PORT SECONDS CLIENTS: clients that ask a server for speech without a pause, each
// answer compared with what its seed must give. Prints what came, how much of it a thread makes
// that does nothing else, and fails if anything was wrong or the server grew. The server should
// have no cache.

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kSeeds = 16;

std::string Request(size_t seed) {
  const char* const text =
      seed % 4 == 0 ? "今天天气真好，我们出去走走吧。你想去哪里？" : "你好，世界";
  return fmt::format(
      R"({{"text": "{}", "language": "ZH", "format": "pcm", "seed": {}, "stream": {}}})", text,
      seed, seed % 2 == 0);
}

// Empty: failed.
std::string Speak(httplib::Client& client, size_t seed) {
  const auto result = client.Post("/api/speak", Request(seed), "application/json");
  return result && result->status == 200 ? result->body : "";
}

// What the server says of itself.
struct Facts {
  double resident_bytes = 0;
  double audio_seconds = 0;      // spoken so far
  double computing_seconds = 0;  // of all threads that speak
};

Facts Ask(httplib::Client& client) {
  Facts facts;
  std::istringstream metrics(client.Get("/metrics")->body);
  for (std::string line; std::getline(metrics, line);) {
    const auto is = [&](const char* name) {
      return line.starts_with("bertvits2_" + std::string(name));
    };
    const auto value = [&] { return std::stod(line.substr(line.rfind(' '))); };
    if (is("resident_memory_bytes ")) facts.resident_bytes = value();
    if (is("audio_seconds_total ")) facts.audio_seconds = value();
    if (is("stage_seconds_total{")) facts.computing_seconds += value();
  }
  return facts;
}

httplib::Client Connect(int port) {
  httplib::Client client("127.0.0.1", port);
  client.set_keep_alive(true);
  client.set_read_timeout(120);
  return client;
}

int Run(int port, int seconds, size_t count) {
  httplib::Client first = Connect(port);
  std::vector<std::string> expected;
  for (size_t seed = 0; seed < kSeeds; ++seed) expected.push_back(Speak(first, seed));
  std::atomic<size_t> answers = 0, wrong = 0, samples = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> clients;
  for (size_t c = 0; c < count; ++c)
    clients.emplace_back([&, c] {
      httplib::Client client = Connect(port);
      for (size_t i = c; !stop; i += 7) {
        const std::string audio = Speak(client, i % kSeeds);
        ++answers;
        samples += audio.size() / 2;
        if (audio.empty() || audio != expected[i % kSeeds]) ++wrong;
      }
    });
  // Every thread has been at its busiest once after some seconds.
  const std::chrono::seconds warm_up(std::max(seconds / 4, std::min(seconds / 2, 5)));
  std::this_thread::sleep_for(warm_up);
  const Facts before = Ask(first);
  const size_t samples_before = samples;
  const auto start = Clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(seconds) - warm_up);
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  const double rate = static_cast<double>(samples - samples_before) / 16000 / elapsed.count();
  stop = true;
  for (std::thread& client : clients) client.join();
  const Facts after = Ask(first);
  const double growth = after.resident_bytes / before.resident_bytes - 1;
  const double engine = (after.audio_seconds - before.audio_seconds) /
                        (after.computing_seconds - before.computing_seconds);
  fmt::print(
      "{} clients, {} s: {} answers, {} wrong, {:.2f} s of audio a second, {:.2f} s a second of "
      "computing; memory {:.1f} MB after warm-up, {:+.1f} % at the end\n",
      count, seconds, answers.load(), wrong.load(), rate, engine, before.resident_bytes / 1e6,
      100 * growth);
  constexpr double kMostGrowth = 0.05;
  return wrong == 0 && growth <= kMostGrowth ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "serve_load PORT SECONDS CLIENTS\n");
    return 2;
  }
  return Run(std::atoi(argv[1]), std::atoi(argv[2]), static_cast<size_t>(std::atoi(argv[3])));
}
