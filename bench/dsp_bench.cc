#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cmath>
#include <random>
#include <vector>

#include "dsp/loudness.h"
#include "dsp/mel.h"
#include "dsp/resample.h"
#include "dsp/spectrogram.h"

namespace bv2::dsp {
namespace {

constexpr int kSeconds = 10;  // a long utterance

std::vector<float> Noise(int rate) {
  std::mt19937 engine{7};
  std::uniform_real_distribution<float> distribution(-1, 1);
  std::vector<float> values(static_cast<size_t>(rate) * kSeconds);
  for (float& value : values) value = distribution(engine);
  return values;
}

// How many times faster than the sound lasts, on one core.
void CountRealTime(benchmark::State& state) {
  state.counters["× real time"] =
      benchmark::Counter(kSeconds, benchmark::Counter::kIsIterationInvariantRate);
}

void BenchSpectrogram(benchmark::State& state) {
  const auto length = static_cast<size_t>(state.range(0));
  const Spectrogram spectrogram(
      {.filter_length = length, .hop_length = length / 4, .win_length = length});
  const auto wav = Noise(44100);
  for (auto _ : state) benchmark::DoNotOptimize(spectrogram.Compute(wav));
  CountRealTime(state);
}
BENCHMARK(BenchSpectrogram)->Name("spectrogram/44100Hz/n_fft")->Arg(1024)->Arg(2048)->Arg(1200);

void BenchLogMel(benchmark::State& state) {
  const MelFilters filters({});
  const Matrix spectrogram = Spectrogram({}).Compute(Noise(44100));
  for (auto _ : state) benchmark::DoNotOptimize(filters.LogMel(spectrogram));
  CountRealTime(state);
}
BENCHMARK(BenchLogMel)->Name("log_mel/44100Hz/128");

void BenchResample(benchmark::State& state) {
  const int from = static_cast<int>(state.range(0)), to = static_cast<int>(state.range(1));
  const auto wav = Noise(from);
  for (auto _ : state) benchmark::DoNotOptimize(Resample(wav, 1, from, to));
  CountRealTime(state);
}
BENCHMARK(BenchResample)->Name("resample")->Args({48000, 44100})->Args({16000, 44100});

void BenchLoudness(benchmark::State& state) {
  const auto wav = Noise(44100);
  for (auto _ : state) benchmark::DoNotOptimize(IntegratedLoudness(wav, 1, 44100));
  CountRealTime(state);
}
BENCHMARK(BenchLoudness)->Name("loudness/44100Hz");

}  // namespace
}  // namespace bv2::dsp
