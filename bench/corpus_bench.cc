#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "audio/write.h"
#include "base/file.h"
#include "bert/encoder.h"
#include "corpus/clean_list.h"
#include "corpus/resample.h"
#include "kernels/peak_probe.h"
#include "tests/support/random_weights.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

// A folder that goes with the object.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / "bv2-corpus-bench") {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

constexpr size_t kLines = 500;

// The corpus of a voice maker has a new text on every line, so no line helps the next.
std::string Text(text::Language language, size_t i) {
  switch (language) {
    case text::Language::kZh:
      return fmt::format("今天是2023年第{}天，天气真好，我们一起去公园散步吧！", i);
    case text::Language::kJp:
      return fmt::format("今日は{}番目の日で、とても良い天気ですから、公園へ行きましょう。", i);
    default:
      return fmt::format("On day {} the weather was fine, so we went for a long walk.", i);
  }
}

void BenchCleaning(benchmark::State& state, text::Language language) {
  const Folder folder;
  std::string content;
  for (size_t i = 0; i < kLines; ++i) {
    const fs::path wav = folder.path() / fmt::format("{}.wav", i);
    if (!fs::exists(wav)) ReplaceFile(wav, "RIFF");
    content += fmt::format("{}|Ann|{}|{}\n", wav.string(), text::LanguageName(language),
                           Text(language, i));
  }
  const ListFile list(content, "bench.list");
  const text::Frontends frontends({.data = BV2_SOURCE_DATA});
  const ThreadPool pool(1);
  const auto clean = [&] { return CleanTexts(list, frontends, {}, pool, [](size_t, size_t) {}); };
  if (!clean().rejections.empty()) return state.SkipWithError("lines were rejected");
  for (auto _ : state) benchmark::DoNotOptimize(clean());
  state.counters["lines/s"] =
      benchmark::Counter(kLines, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK_CAPTURE(BenchCleaning, zh, text::Language::kZh)->Name("clean/ZH/1_core");
BENCHMARK_CAPTURE(BenchCleaning, ja, text::Language::kJp)->Name("clean/JP/1_core");
BENCHMARK_CAPTURE(BenchCleaning, en, text::Language::kEn)->Name("clean/EN/1_core");

// Files in, files out: reading, resampling, clipping, writing.
void BenchResample(benchmark::State& state) {
  constexpr int kClips = 4, kSeconds = 10;
  const Folder folder;
  const int rate = static_cast<int>(state.range(0));
  std::vector<float> samples(static_cast<size_t>(rate * kSeconds));
  for (size_t i = 0; i < samples.size(); ++i)
    samples[i] = 0.5F * std::sin(0.05F * static_cast<float>(i));
  fs::create_directories(folder.path() / "raw/Ann");
  for (int i = 0; i < kClips; ++i)
    audio::WriteAudio(folder.path() / fmt::format("raw/Ann/{}.wav", i),
                      {.sample_type = audio::SampleType::kPcm16, .sample_rate = rate}, samples);
  const ThreadPool pool(1);
  for (auto _ : state) {
    state.PauseTiming();
    fs::remove_all(folder.path() / "set");
    state.ResumeTiming();
    ResampleCorpus({.in_dir = folder.path() / "raw", .out_dir = folder.path() / "set"}, pool,
                   [](size_t, size_t) {});
  }
  state.counters["× real time"] =
      benchmark::Counter(kClips * kSeconds, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(BenchResample)->Name("resample/1_core/from")->Arg(48000)->Arg(16000)->UseRealTime();

// Four layers of chinese-roberta-wwm-ext-large, which has 22 of them to run.
std::unique_ptr<bert::Encoder> LargeBert(size_t layers, const ThreadPool& pool) {
  constexpr size_t kHidden = 1024, kInner = 4096;
  test::RandomWeights made;
  made.Add("embeddings.word_embeddings.weight", {200, kHidden})
      .Add("embeddings.position_embeddings.weight", {512, kHidden})
      .Add("embeddings.token_type_embeddings.weight", {2, kHidden})
      .Add("embeddings.LayerNorm.weight", {kHidden})
      .Add("embeddings.LayerNorm.bias", {kHidden});
  for (size_t i = 0; i < layers; ++i) {
    const std::string layer = fmt::format("encoder.layer.{}.", i);
    const auto linear = [&](const std::string& name, size_t out, size_t in) {
      made.Add(layer + name + ".weight", {out, in}).Add(layer + name + ".bias", {out});
    };
    for (const char* part : {"query", "key", "value"})
      linear("attention.self." + std::string(part), kHidden, kHidden);
    linear("attention.output.dense", kHidden, kHidden);
    linear("intermediate.dense", kInner, kHidden);
    linear("output.dense", kHidden, kInner);
    for (const char* norm : {"attention.output.LayerNorm", "output.LayerNorm"})
      made.Add(layer + norm + ".weight", {kHidden}).Add(layer + norm + ".bias", {kHidden});
  }
  return std::make_unique<bert::Encoder>(made.Build(),
                                         bert::EncoderShape{.hidden = kHidden,
                                                            .intermediate = kInner,
                                                            .heads = 16,
                                                            .layers = layers + 2,
                                                            .max_tokens = 512},
                                         pool);
}

// 480 tokens in sentences of so many, by themselves or all at once.
void BenchBert(benchmark::State& state) {
  constexpr size_t kLayers = 4, kAllLayers = 22, kTokens = 480;
  const auto length = static_cast<size_t>(state.range(0));
  const int threads = static_cast<int>(state.range(2));
  const ThreadPool pool(threads);
  static const auto encoder = LargeBert(kLayers, pool);
  const size_t at_once = state.range(1) == 1 ? kTokens / length : 1;
  const std::vector<size_t> lengths(at_once, length);
  const std::vector<int64_t> tokens(at_once * length, 7);
  Matrix features(tokens.size(), encoder->hidden());
  Arena arena;
  double flop = 0;
  const auto run = [&] {
    for (size_t done = 0; done < kTokens; done += tokens.size())
      encoder->Encode(tokens, lengths, features, {.pool = pool, .arena = arena, .flop = &flop});
  };
  run();
  const double once = flop * 1e-9;
  const double before = kernels::PeakGflops(threads);
  for (auto _ : state) run();
  const double peak = 0.5 * (before + kernels::PeakGflops(threads));
  using benchmark::Counter;
  state.counters["tokens/s of 22 layers"] =
      Counter(1.0 * kTokens * kLayers / kAllLayers, Counter::kIsIterationInvariantRate);
  state.counters["share"] = Counter(once / peak, Counter::kIsIterationInvariantRate);
}
BENCHMARK(BenchBert)
    ->Name("bert_large/length/batched/threads")
    ->ArgsProduct({{12, 40}, {0, 1}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bv2::corpus
