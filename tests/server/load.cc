// serve_load PORT SECONDS CLIENTS: clients that ask a server for speech without a pause, each
// answer compared with what its seed must give. Prints what came, and fails if anything was wrong
// or the server grew. The server should have no cache.

#include <fmt/format.h>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
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

double Resident(httplib::Client& client) {
  constexpr const char* kName = "\nbertvits2_resident_memory_bytes ";
  const std::string metrics = client.Get("/metrics")->body;
  return std::stod(metrics.substr(metrics.find(kName) + std::string(kName).size()));
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
  const auto warm_up = std::chrono::seconds(seconds) / 4;
  std::this_thread::sleep_for(warm_up);
  const double before = Resident(first);
  const size_t samples_before = samples;
  const auto start = Clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(seconds) - warm_up);
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  const double rate = static_cast<double>(samples - samples_before) / 16000 / elapsed.count();
  stop = true;
  for (std::thread& client : clients) client.join();
  const double growth = Resident(first) / before - 1;
  fmt::print(
      "{} clients, {} s: {} answers, {} wrong, {:.2f} s of audio a second; "
      "memory {:.1f} MB after warm-up, {:+.1f} % at the end\n",
      count, seconds, answers.load(), wrong.load(), rate, before / 1e6, 100 * growth);
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
