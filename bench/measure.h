#pragma once

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

#include "kernels/peak_probe.h"

namespace bv2::bench {

inline std::vector<float> RandomVector(size_t size) {
  std::mt19937 engine{7};
  std::uniform_real_distribution<float> distribution(-1.0f, 1.0f);
  std::vector<float> values(size);
  for (float& value : values) value = distribution(engine);
  return values;
}

// Runs `body` as the benchmark and reports its rate beside the peak of the same moment.
template <typename Body>
void Measure(benchmark::State& state, int threads, double operations, Body body) {
  body();
  const double before = kernels::PeakGflops(threads);
  for (auto _ : state) body();
  const double peak = 0.5 * (before + kernels::PeakGflops(threads));
  using benchmark::Counter;
  const double scale = 1e-9 * operations;
  state.counters["GFLOP/s"] = Counter(scale, Counter::kIsIterationInvariantRate);
  state.counters["peak"] = peak;
  state.counters["share"] = Counter(scale / peak, Counter::kIsIterationInvariantRate);
}

template <typename Run>
void Register(const std::string& name, int threads, Run run) {
  auto* registered =
      benchmark::RegisterBenchmark(fmt::format("{}/threads:{}", name, threads).c_str(), run);
  registered->Unit(benchmark::kMicrosecond);
  if (threads > 1) registered->UseRealTime();
}

// The convolutions of the decoder's residual blocks at 160 frames (1.9 s).
struct ResBlockConv {
  size_t channels, taps, dilation, rows;
};

inline std::vector<ResBlockConv> ResBlockConvs() {
  std::vector<ResBlockConv> convs;
  const size_t rows[] = {1280, 10240, 20480, 40960, 81920};
  for (size_t stage = 0; stage < 5; ++stage)
    for (const size_t taps : {3, 7, 11})
      for (const size_t dilation : {1, 3, 5})
        convs.push_back({size_t{256} >> stage, taps, dilation, rows[stage]});
  return convs;
}

}  // namespace bv2::bench
