// Runs a fuzzer without libFuzzer: over every given file, and then for some seconds over mutations
// of them.  usage: x_fuzzer [--seconds N] FILE_OR_FOLDER…

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;

std::vector<std::string> ReadAll(const fs::path& path) {
  if (!fs::is_directory(path)) return {bv2::ReadFile(path)};
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(path)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());  // the same run on every machine
  std::vector<std::string> files;
  for (const fs::path& file : paths) files.push_back(bv2::ReadFile(file));
  return files;
}

void Run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

// Overwrites, inserts, removes or repeats a few bytes.
void Mutate(std::string& input, std::mt19937& random) {
  static constexpr std::string_view kInteresting("\x00\x01\x7f\x80\xff()[]{}.0qhRbtQ\x85\x8a", 21);
  const size_t place = input.empty() ? 0 : random() % input.size();
  const size_t length = std::min<size_t>(1 + random() % 8, input.size() - place);
  const char byte = random() % 2 == 0 ? static_cast<char>(random())
                                      : kInteresting[random() % kInteresting.size()];
  switch (random() % 5) {
    case 0:
      input.insert(place, 1, byte);
      break;
    case 1:
      input.erase(place, length);
      break;
    case 2:
      input.insert(place, input.substr(place, length));
      break;
    default:
      if (!input.empty()) input[place] = byte;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::chrono::seconds duration(0);
  std::vector<std::string> seeds;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--seconds" && i + 1 < argc) {
      duration = std::chrono::seconds(std::atoi(argv[++i]));
      continue;
    }
    for (std::string& file : ReadAll(argv[i])) seeds.push_back(std::move(file));
  }
  for (const std::string& seed : seeds) Run(seed);

  std::mt19937 random(1);
  size_t runs = seeds.size();
  const auto end = std::chrono::steady_clock::now() + duration;
  while (!seeds.empty() && std::chrono::steady_clock::now() < end) {
    std::string input = seeds[random() % seeds.size()];
    for (size_t n = 1 + random() % 6; n > 0; --n) Mutate(input, random);
    Run(input);
    ++runs;
  }
  std::printf("%zu inputs\n", runs);
  return seeds.empty() ? 2 : 0;
}
