// The whole decoder on random weights of the default configuration, and of smaller voices.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "kernels/instruction_set.h"
#include "kernels/peak_probe.h"
#include "tests/support/random_decoder.h"

namespace bv2::bench {
namespace {

using kernels::ConvAccuracy;

struct Case {
  const char* name;
  ConvAccuracy accuracy;
  size_t channels;
  size_t frames;
  size_t chunk;
  int threads;
};

// Decoders are made once: there are hundreds of megabytes of weights.
const vits::Decoder& DecoderOf(const Case& c) {
  static std::map<std::pair<ConvAccuracy, size_t>, std::unique_ptr<vits::Decoder>> decoders;
  auto& decoder = decoders[{c.accuracy, c.channels}];
  if (decoder == nullptr) {
    const vits::DecoderShape shape = test::DefaultDecoder(c.accuracy, c.channels);
    decoder =
        std::make_unique<vits::Decoder>(test::RandomDecoder::Make(shape), shape, ThreadPool());
  }
  return *decoder;
}

void Run(benchmark::State& state, const Case& c) {
  const vits::Decoder& decoder = DecoderOf(c);
  const ThreadPool pool(c.threads);
  Arena arena;
  Matrix z(c.frames, 192);
  const auto values = test::RandomFloats(c.frames * 192, 3);
  for (size_t t = 0; t < c.frames; ++t) std::copy_n(values.data() + t * 192, 192, z.view().row(t));
  const auto speaker = test::RandomFloats(256, 4, 0.1f);
  double flop = 0;
  const auto decode = [&] {
    flop = 0;
    decoder.Decode(z, speaker, c.chunk,
                   [](std::span<const float> s) { benchmark::DoNotOptimize(s.data()); },
                   {.pool = pool, .arena = arena, .flop = &flop});
  };
  decode();
  const double before = kernels::PeakGflops(c.threads);
  for (auto _ : state) decode();
  const double peak = 0.5 * (before + kernels::PeakGflops(c.threads));
  using benchmark::Counter;
  state.counters["GFLOP/s"] = Counter(1e-9 * flop, Counter::kIsIterationInvariantRate);
  state.counters["peak"] = peak;
  state.counters["share"] = Counter(1e-9 * flop / peak, Counter::kIsIterationInvariantRate);
}

void RegisterAll() {
  constexpr std::pair<const char*, ConvAccuracy> kAccuracies[] = {{"direct", ConvAccuracy::kDirect},
                                                                  {"safe", ConvAccuracy::kSafe},
                                                                  {"fast", ConvAccuracy::kFast}};
  for (const auto& [name, accuracy] : kAccuracies) {
    for (const size_t channels : {512, 256, 128}) {
      for (const int threads : {1, 2}) {
        for (const size_t chunk : {8, 16, 32, 64, 128, 318}) {
          const Case c{name, accuracy, channels, 318, chunk, threads};
          const std::string label = fmt::format("decoder/{}/channels:{}/chunk:{}/threads:{}", name,
                                                channels, chunk, threads);
          auto* registered = benchmark::RegisterBenchmark(
              label.c_str(), [c](benchmark::State& state) { Run(state, c); });
          registered->Unit(benchmark::kMillisecond);
          if (threads > 1) registered->UseRealTime();
        }
      }
    }
  }
}

}  // namespace
}  // namespace bv2::bench

// decoder_bench [--simd NAME] [options of Google Benchmark]
int main(int argc, char** argv) {
  if (argc > 2 && std::string_view(argv[1]) == "--simd") {
    bv2::kernels::LimitInstructionSet(argv[2]);
    argv[2] = argv[0];
    argc -= 2;
    argv += 2;
  }
  bv2::bench::RegisterAll();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
