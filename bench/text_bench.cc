// Text → phones: characters a second on one core, and the time to open each frontend.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"
#include "text/frontends.h"
#include "text/parse.h"

namespace bv2::text {
namespace {

struct Sentences {
  std::vector<std::string> texts;
  size_t characters = 0;
};

// The texts of a file of tests/data/text: sentences as people write them, and hard cases.
Sentences Load(const std::string& file) {
  const std::string content = ReadFile(std::filesystem::path(BV2_TEST_DATA) / "text" / file);
  Sentences result;
  for (std::string_view rest = content; !rest.empty();) {
    const Json line = Json::Parse(NextField(rest, '\n'), file);
    result.texts.push_back(line.At("text").AsString());
    result.characters += DecodeUtf8(result.texts.back()).size();
  }
  return result;
}

struct Subject {
  const char* name;
  Language language;
  const char* file;
};
constexpr Subject kSubjects[] = {{"zh", Language::kZh, "zh.jsonl"},
                                 {"ja", Language::kJp, "ja_ipadic.jsonl"},
                                 {"en", Language::kEn, "en.jsonl"}};

void BenchToPhones(benchmark::State& state, const Subject& subject, Normalization normalization) {
  SetLogLevel(LogLevel::kError);
  const Frontends frontends({.data = BV2_DATA});
  const Frontend& frontend = frontends.Of(subject.language, normalization);
  const Sentences sentences = Load(subject.file);
  for (auto _ : state) {
    for (const std::string& text : sentences.texts)
      benchmark::DoNotOptimize(frontend.ToPhones(text));
  }
  state.counters["characters/s"] = benchmark::Counter(
      static_cast<double>(sentences.characters), benchmark::Counter::kIsIterationInvariantRate);
}

// With the tables in the page cache, as after the first start.
void BenchOpen(benchmark::State& state, const Subject& subject, Normalization normalization) {
  for (auto _ : state) {
    const Frontends frontends({.data = BV2_DATA});
    benchmark::DoNotOptimize(&frontends.Of(subject.language, normalization));
  }
}

void RegisterAll() {
  constexpr std::pair<const char*, Normalization> kNormalizations[] = {
      {"default", Normalization::kDefault}, {"upstream", Normalization::kUpstream}};
  for (const Subject& subject : kSubjects) {
    for (const auto& [name, normalization] : kNormalizations) {
      const std::string suffix = std::string("/") + subject.name + "/" + name;
      benchmark::RegisterBenchmark(("phones" + suffix).c_str(), BenchToPhones, subject,
                                   normalization)
          ->Unit(benchmark::kMillisecond);
      benchmark::RegisterBenchmark(("open" + suffix).c_str(), BenchOpen, subject, normalization)
          ->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace
}  // namespace bv2::text

int main(int argc, char** argv) {
  bv2::text::RegisterAll();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
