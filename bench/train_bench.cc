// Throughput of training on a random batch, and where a step's time goes.
//   train_bench [--config FILE] [--batch N] [--phones N] [--frames N] [--steps N] [--threads N]
//               [--precision fp32|bf16] [--ops]
// Without a file the config is that of 1.1.1. Rates are of convolutions and matrix products, beside
// the multiply-add peak measured in the same run. Backward passes count to the part whose
// operations they belong to. --ops lists operations by shape as well.

#include <ATen/Parallel.h>
#include <ATen/record_function.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <torch/torch.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "kernels/peak_probe.h"
#include "train/step.h"

namespace bv2::train {
namespace {

using Clock = std::chrono::steady_clock;

double Seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

double ThreadSeconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double ProcessorSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Cost {
  double seconds = 0;
  double operations = 0;  // floating-point, of convolutions and matrix products
};

// Where the time of watched steps goes: by part and direction, and by operation.
class Watch {
 public:
  struct Part {
    Cost forward, backward;
  };

  void Begin(const at::RecordFunction& fn) {
    const bool named = fn.scope() == at::RecordScope::USER_SCOPE;
    const bool backward = fn.scope() == at::RecordScope::BACKWARD_FUNCTION;
    Frame frame{.part = frames_.empty() ? "rest" : frames_.back().part,
                .backward = backward || (!frames_.empty() && frames_.back().backward),
                .named = named,
                .begin = ThreadSeconds()};
    if (named) frame.part = fn.name();
    if (backward) {
      const auto found = part_of_.find(fn.seqNr());
      frame.part = found == part_of_.end() ? "rest" : found->second;
    }
    if (!named && !backward) {
      if (!frame.backward && fn.seqNr() >= 0) part_of_[fn.seqNr()] = frame.part;
      frame.operations = Operations(fn);
      frame.operation = Describe(fn);
    }
    frames_.push_back(std::move(frame));
  }

  void End() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    const double seconds = ThreadSeconds() - frame.begin;
    if (!frames_.empty()) frames_.back().inner += seconds;
    Part& part = parts[frame.part];
    Cost& cost = frame.backward ? part.backward : part.forward;
    cost.seconds += seconds - frame.inner;
    cost.operations += frame.operations;
    if (frame.operation.empty()) return;
    Cost& operation = operations[frame.operation];
    operation.seconds += seconds - frame.inner;
    operation.operations += frame.operations;
  }

  std::map<std::string, Part> parts;
  std::map<std::string, Cost> operations;

 private:
  struct Frame {
    std::string part;
    bool backward = false;
    bool named = false;
    double begin = 0;
    double inner = 0;  // seconds of the frames within
    double operations = 0;
    std::string operation = {};
  };

  static double Count(const at::Tensor& x) { return static_cast<double>(x.numel()); }

  static double Operations(const at::RecordFunction& fn) {
    const std::string name = fn.name();
    const auto inputs = fn.inputs();
    const auto tensor = [&](size_t i) { return inputs[i].toTensor(); };
    if (name == "aten::mm" || name == "aten::bmm")
      return 2 * Count(tensor(0)) * static_cast<double>(tensor(1).size(-1));
    if (name == "aten::addmm")
      return 2 * Count(tensor(1)) * static_cast<double>(tensor(2).size(-1));
    if (name == "aten::convolution") {
      const at::Tensor x = tensor(0), weight = tensor(1);
      // A weight meets every place of the output, of a transposed convolution of the input.
      auto places = static_cast<double>(x.size(0));
      const auto stride = inputs[3].toIntVector(), padding = inputs[4].toIntVector(),
                 dilation = inputs[5].toIntVector();
      for (size_t i = 0; i < stride.size(); ++i) {
        const auto d = static_cast<int64_t>(i) + 2;
        const int64_t reach = dilation[i] * (weight.size(d) - 1) + 1;
        places *= static_cast<double>(
            inputs[6].toBool() ? x.size(d) : (x.size(d) + 2 * padding[i] - reach) / stride[i] + 1);
      }
      return 2 * places * Count(weight);
    }
    if (name == "aten::convolution_backward") {
      const at::Tensor of = inputs[7].toBool() ? tensor(1) : tensor(0);
      const auto wanted = inputs[10].toBoolList();
      return 2 * Count(of) / static_cast<double>(of.size(1)) * Count(tensor(2)) *
             (static_cast<double>(wanted[0]) + static_cast<double>(wanted[1]));
    }
    return 0;
  }

  static std::string Describe(const at::RecordFunction& fn) {
    std::string text = fn.name();
    if (!text.starts_with("aten::conv") && !text.starts_with("aten::mkldnn") &&
        !text.ends_with("mm"))
      return text;
    for (const c10::IValue& input : fn.inputs())
      if (input.isTensor() && input.toTensor().defined())
        text += fmt::format(" [{}]", fmt::join(input.toTensor().sizes(), ","));
    return text;
  }

  std::vector<Frame> frames_;
  std::map<int64_t, std::string> part_of_;  // by the number of the operation in the graph
};

Watch* watched = nullptr;  // callbacks are plain functions

std::unique_ptr<at::ObserverContext> OnBegin(const at::RecordFunction& fn) {
  if (watched != nullptr) watched->Begin(fn);
  return nullptr;
}

void OnEnd(const at::RecordFunction&, at::ObserverContext*) {
  if (watched != nullptr) watched->End();
}

struct Options {
  std::string config;
  int64_t batch = 4, phones = 120, frames = 400;  // of the longest utterance
  int steps = 5, threads = 0;
  Precision precision = Precision::kFloat;
  bool ops = false;
};

Batch RandomBatch(const model::Config& config, const Options& options) {
  const int64_t count = options.batch, hop = static_cast<int64_t>(config.data.hop_length);
  const auto ids = [&](int64_t below) {
    return torch::randint(below, {count, options.phones}, torch::kLong);
  };
  // Utterances of one bucket differ by some tens of frames.
  const auto lengths = [&](int64_t longest) {
    return longest - torch::arange(count, torch::kLong) * (longest / 16 / count);
  };
  const torch::Tensor frames = lengths(options.frames);
  return {.text = {.x = ids(112),
                   .lengths = lengths(options.phones),
                   .tone = ids(11),
                   .language = ids(3),
                   .bert = torch::randn({count, 1024, options.phones}),
                   .ja_bert = torch::randn({count, 768, options.phones})},
          .spec = torch::rand(
              {count, static_cast<int64_t>(config.data.spec_channels()), options.frames}),
          .spec_lengths = frames,
          .wav = torch::rand({count, 1, options.frames * hop}) - 0.5,
          .wav_lengths = frames * hop,
          .speaker = torch::zeros({count}, torch::kLong)};
}

void PrintRow(const std::string& name, const Cost& cost, double whole, double peak) {
  fmt::print("{:<34} {:>9.1f} {:>6.1f}%", name, 1e3 * cost.seconds, 100 * cost.seconds / whole);
  const double rate = 1e-9 * cost.operations / cost.seconds;
  if (cost.operations > 0)
    fmt::print(" {:>9.2f} {:>9.1f} {:>7.1f}%", 1e-9 * cost.operations, rate, 100 * rate / peak);
  fmt::print("\n");
}

void PrintOperations(const Watch& watch, double whole, double peak) {
  std::vector<std::pair<std::string, Cost>> rows(watch.operations.begin(), watch.operations.end());
  std::ranges::sort(
      rows, [](const auto& a, const auto& b) { return a.second.seconds > b.second.seconds; });
  rows.resize(std::min<size_t>(rows.size(), 40));
  for (const auto& [name, cost] : rows) PrintRow(name, cost, whole, peak);
}

void Measure(const Options& options) {
  model::Config config =
      options.config.empty() ? model::Config{} : model::Config::Read(options.config);
  torch::manual_seed(1);
  const ThreadPool pool(options.threads);
  at::set_num_threads(pool.threads());
  const auto gan = DurationGan::kOriginal;
  TrainingStep training(config, gan, MakeNetworks(config, gan), options.precision);
  Noise noise;
  const Batch batch = RandomBatch(config, options);
  training.Run(batch, 0, noise, pool);  // allocates

  std::vector<double> wall, processor;
  for (int step = 0; step < options.steps; ++step) {
    const double processor_before = ProcessorSeconds();
    const auto begin = Clock::now();
    training.Run(batch, step + 1, noise, pool);
    wall.push_back(Seconds(Clock::now() - begin));
    processor.push_back(ProcessorSeconds() - processor_before);
  }
  const auto median = [](std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
  };
  const double step_seconds = median(wall);
  fmt::print(
      "batch {}, segment {}, {} threads, {} steps: median {:.3f} s a step, {:.2f} samples/s, "
      "{:.2f} processor seconds a step\n",
      options.batch, config.train.segment_size, pool.threads(), options.steps, step_seconds,
      static_cast<double>(options.batch) / step_seconds, median(processor));

  // On one thread, whose processor time other load on the machine does not change.
  const ThreadPool alone(1);
  at::set_num_threads(1);
  Watch watch;
  watched = &watch;
  // Backward passes on a CPU run on the thread that asks for them.
  at::addThreadLocalCallback(at::RecordFunctionCallback(&OnBegin, &OnEnd).needsInputs(true));
  const double peak_before = kernels::PeakGflops(1);
  const double begin = ThreadSeconds();
  training.Run(batch, 1, noise, alone);
  const double whole = ThreadSeconds() - begin;
  watched = nullptr;
  const double peak = 0.5 * (peak_before + kernels::PeakGflops(1));
  fmt::print("one step by parts on one thread, {:.3f} processor seconds; peak {:.0f} GFLOP/s\n",
             whole, peak);
  fmt::print("{:<34} {:>9} {:>7} {:>9} {:>9} {:>8}\n", "part", "ms", "share", "GFLOP", "GFLOP/s",
             "of peak");
  Cost accounted;
  for (const auto& [name, part] : watch.parts) {
    if (part.forward.seconds > 0) PrintRow(name, part.forward, whole, peak);
    if (part.backward.seconds > 0) PrintRow(name + ", backward", part.backward, whole, peak);
    accounted.seconds += part.forward.seconds + part.backward.seconds;
    accounted.operations += part.forward.operations + part.backward.operations;
  }
  PrintRow("unaccounted", {.seconds = whole - accounted.seconds}, whole, peak);
  PrintRow("step", {.seconds = whole, .operations = accounted.operations}, whole, peak);
  if (options.ops) PrintOperations(watch, whole, peak);
}

}  // namespace
}  // namespace bv2::train

int main(int argc, char** argv) {
  bv2::train::Options options;
  CLI::App app("Throughput of training");
  app.add_option("--config", options.config);
  app.add_option("--batch", options.batch);
  app.add_option("--phones", options.phones);
  app.add_option("--frames", options.frames);
  app.add_option("--steps", options.steps);
  app.add_option("--threads", options.threads);
  const std::map<std::string, bv2::train::Precision> precisions = {
      {"fp32", bv2::train::Precision::kFloat}, {"bf16", bv2::train::Precision::kBFloat16}};
  app.add_option("--precision", options.precision)->transform(CLI::CheckedTransformer(precisions));
  app.add_flag("--ops", options.ops);
  CLI11_PARSE(app, argc, argv);
  try {
    bv2::train::Measure(options);
  } catch (const bv2::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
