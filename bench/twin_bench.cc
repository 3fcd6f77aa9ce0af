// The decoder beside its LibTorch twin: the same network, weights and input in the same run.
//   twin_bench [--frames N] [--chunk N] [--threads N] [--runs N] [--fast] [--simd NAME]
// Runs alternate; times are medians. Prints how far the two audios are apart as well.

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "kernels/instruction_set.h"
#include "kernels/peak_probe.h"
#include "model/tensor_file.h"
#include "train/model/decoder.h"
#include "vits/decoder.h"

namespace bv2::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  size_t frames = 318, chunk = 64, runs = 5;
  int threads = 2;
  bool fast = false;
};

constexpr size_t kInter = 192, kGin = 256;

vits::DecoderShape ShapeOf(const train::DecoderShape& twin, bool fast) {
  const auto sizes = [](const std::vector<int64_t>& v) {
    return std::vector<size_t>(v.begin(), v.end());
  };
  vits::DecoderShape shape{
      .inter = kInter,
      .initial_channels = static_cast<size_t>(twin.upsample_channels),
      .gin = kGin,
      .upsample_rates = sizes(twin.upsample_rates),
      .upsample_taps = sizes(twin.upsample_taps),
      .resblock_taps = sizes(twin.resblock_taps),
      .resblock_dilations = {},
      .accuracy = fast ? kernels::ConvAccuracy::kFast : kernels::ConvAccuracy::kSafe};
  for (const auto& dilations : twin.resblock_dilations)
    shape.resblock_dilations.push_back(sizes(dilations));
  return shape;
}

model::Weights WeightsOf(const train::Decoder& twin) {
  model::NamedTensors tensors;
  for (const auto& parameter : twin.named_parameters()) {
    const torch::Tensor value = parameter.value().detach().contiguous();
    tensors.emplace_back(
        parameter.key(),
        model::TensorOfFloats({value.sizes().begin(), value.sizes().end()},
                              {value.data_ptr<float>(), static_cast<size_t>(value.numel())}));
  }
  return model::Weights(std::make_shared<const model::TensorFile>("the twin", tensors));
}

double Median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + std::ssize(values) / 2);
  return values[values.size() / 2];
}

template <typename Function>
double Time(const Function& function) {
  const auto start = Clock::now();
  function();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void Run(const Options& options) {
  const torch::NoGradGuard no_gradients;
  at::set_num_threads(options.threads);
  torch::manual_seed(1);
  const train::DecoderShape twin_shape{.in = kInter, .gin = kGin};
  train::Decoder twin(twin_shape);
  twin.eval();
  const ThreadPool pool(options.threads);
  const vits::Decoder decoder(WeightsOf(twin), ShapeOf(twin_shape, options.fast), pool);

  const auto frames = static_cast<int64_t>(options.frames);
  const torch::Tensor z = torch::randn({1, int64_t{kInter}, frames});
  const torch::Tensor g = torch::randn({1, int64_t{kGin}, 1});
  const torch::Tensor rows = z[0].t().contiguous();
  const torch::Tensor speaker = g.reshape(-1).contiguous();
  Arena arena;
  std::vector<float> audio;
  double flop = 0;
  const auto decode = [&] {
    audio.clear();
    flop = 0;
    decoder.Decode({rows.data_ptr<float>(), options.frames, kInter},
                   {speaker.data_ptr<float>(), kGin}, options.chunk,
                   [&](std::span<const float> s) { audio.insert(audio.end(), s.begin(), s.end()); },
                   {.pool = pool, .arena = arena, .flop = &flop});
  };
  torch::Tensor expected;
  std::vector<double> ours, theirs, peaks;
  for (size_t run = 0; run <= options.runs; ++run) {
    const double one = Time(decode);
    const double other = Time([&] { expected = twin.Forward(z, g); });
    if (run == 0) continue;  // warms up
    ours.push_back(one);
    theirs.push_back(other);
    peaks.push_back(kernels::PeakGflops(options.threads));
  }
  const double peak = Median(peaks);
  const auto line = [&](const char* name, double seconds) {
    fmt::print("{:10} {:7.1f} ms  {:6.1f} GFLOP/s  {:5.2f} of the peak\n", name, 1e3 * seconds,
               1e-9 * flop / seconds, 1e-9 * flop / seconds / peak);
  };
  fmt::print("{} frames in chunks of {}, {} threads, {}; peak {:.1f} GFLOP/s ({})\n",
             options.frames, options.chunk, options.threads, options.fast ? "fast" : "safe", peak,
             kernels::InstructionSets().front());
  line("decoder", Median(ours));
  line("LibTorch", Median(theirs));
  const auto heard = torch::from_blob(audio.data(), {static_cast<int64_t>(audio.size())});
  fmt::print("ratio {:.2f}; largest difference {:.1e} of audio up to {:.2f}\n",
             Median(theirs) / Median(ours),
             (heard - expected.reshape(-1)).abs().max().item<double>(),
             expected.abs().max().item<double>());
}

}  // namespace
}  // namespace bv2::bench

int main(int argc, char** argv) {
  bv2::bench::Options options;
  std::string simd;
  CLI::App app("The decoder beside its LibTorch twin.");
  app.add_option("--frames", options.frames)->check(CLI::PositiveNumber);
  app.add_option("--chunk", options.chunk)->check(CLI::PositiveNumber);
  app.add_option("--threads", options.threads)->check(CLI::PositiveNumber);
  app.add_option("--runs", options.runs)->check(CLI::PositiveNumber);
  app.add_flag("--fast", options.fast);
  app.add_option("--simd", simd)->check(CLI::IsMember(bv2::kernels::InstructionSets()));
  CLI11_PARSE(app, argc, argv);
  try {
    if (!simd.empty()) bv2::kernels::LimitInstructionSet(simd);
    bv2::bench::Run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "twin_bench: {}\n", error.what());
    return 1;
  }
}
