#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/thread_pool.h"
#include "bench/measure.h"
#include "kernels/attention.h"
#include "kernels/conv1d.h"
#include "kernels/conv_transpose1d.h"
#include "kernels/elementwise.h"

namespace bv2::kernels {
namespace {

using bench::Measure;
using bench::RandomVector;
using bench::Register;

Matrix RandomMatrix(size_t rows, size_t cols) {
  Matrix matrix(rows, cols);
  const std::vector<float> values = RandomVector(rows * cols);
  for (size_t r = 0; r < rows; ++r) {
    std::copy_n(values.data() + r * cols, cols, matrix.view().row(r));
  }
  return matrix;
}

struct ConvCase {
  size_t in, out, taps, dilation, rows;
  bool decoder = false;  // leaky ReLU of the input and a residual
  ConvAccuracy accuracy = ConvAccuracy::kDirect;
};

void BenchConv(benchmark::State& state, const ConvCase& c, int threads) {
  const ThreadPool pool(threads);
  const ConvMethod method = ChooseConvMethod(c.out, c.in, c.taps, c.accuracy);
  const ConvWeights weights(RandomVector(c.in * c.out * c.taps), RandomVector(c.out), c.out, c.in,
                            c.taps, method);
  const Matrix x = RandomMatrix(c.rows, c.in);
  const Matrix residual = RandomMatrix(c.rows, c.out);
  Matrix y(c.rows, c.out);
  ConvOptions options{.dilation = c.dilation,
                      .pad_left = static_cast<ptrdiff_t>((c.taps - 1) * c.dilation / 2)};
  if (c.decoder) {
    options.input_activation = Activation::LeakyRelu(0.1f);
    options.residual = residual.view();
  }
  const double operations = 2.0 * static_cast<double>(c.rows * c.in * c.out * c.taps);
  Measure(state, threads, operations, [&] { Conv1d(weights, x, y, options, pool); });
}

void BenchTransposed(benchmark::State& state, const ConvTransposeShape& shape, size_t rows,
                     int threads) {
  const ThreadPool pool(threads);
  const size_t size = shape.in_channels * shape.out_channels * shape.taps;
  const ConvTransposeWeights weights(RandomVector(size), RandomVector(shape.out_channels), shape);
  const Matrix x = RandomMatrix(rows, shape.in_channels);
  Matrix y(weights.OutputRows(rows), shape.out_channels);
  const ConvTransposeOptions options{.input_activation = Activation::LeakyRelu(0.1f)};
  Measure(state, threads, 2.0 * static_cast<double>(rows * size),
          [&] { ConvTranspose1d(weights, x, y, options, pool); });
}

void BenchAttention(benchmark::State& state, size_t rows, size_t heads, size_t channels,
                    int threads) {
  const ThreadPool pool(threads);
  Arena arena;
  const Matrix q = RandomMatrix(rows, heads * channels);
  Matrix y(rows, heads * channels);
  Measure(state, threads, 4.0 * static_cast<double>(rows * rows * heads * channels), [&] {
    Attention(q, q, q, heads, {}, y, {pool, arena});
  });
}

// Elements per second of the elementwise functions, in place over a matrix that fits L2.
void BenchElementwise(benchmark::State& state, void (*function)(View<float>)) {
  Matrix x = RandomMatrix(40, 1024);
  for (auto _ : state) function(x);
  state.counters["Gelement/s"] =
      benchmark::Counter(40.0 * 1024.0 * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

struct Accuracy {
  const char* name;
  ConvAccuracy value;
};
constexpr Accuracy kAccuracies[] = {{"direct", ConvAccuracy::kDirect},
                                    {"safe", ConvAccuracy::kSafe},
                                    {"fast", ConvAccuracy::kFast}};

void RegisterAll() {
  for (const int threads : {1, 2}) {
    for (const bench::ResBlockConv& r : bench::ResBlockConvs()) {
      for (const Accuracy& accuracy : kAccuracies) {
        const ConvCase c{r.channels, r.channels, r.taps, r.dilation, r.rows, true, accuracy.value};
        Register(fmt::format("resblock/{}/C:{}/k:{}/d:{}", accuracy.name, r.channels, r.taps,
                             r.dilation),
                 threads, [=](benchmark::State& state) { BenchConv(state, c, threads); });
      }
    }
    for (const ConvCase& c :
         {ConvCase{192, 512, 7, 1, 160}, ConvCase{16, 1, 7, 1, 81920}, ConvCase{192, 192, 1, 1, 60},
          ConvCase{192, 384, 5, 1, 160}, ConvCase{192, 768, 3, 1, 60}, ConvCase{256, 512, 1, 1, 1},
          ConvCase{1024, 1024, 1, 1, 40}, ConvCase{1024, 4096, 1, 1, 40},
          ConvCase{4096, 1024, 1, 1, 40}}) {
      Register(fmt::format("conv/{}->{}/k:{}/T:{}", c.in, c.out, c.taps, c.rows), threads,
               [=](benchmark::State& state) { BenchConv(state, c, threads); });
    }
    size_t upsampled_rows = 160;
    for (const ConvTransposeShape& shape :
         {ConvTransposeShape{512, 256, 16, 8, 4}, ConvTransposeShape{256, 128, 16, 8, 4},
          ConvTransposeShape{128, 64, 8, 2, 3}, ConvTransposeShape{64, 32, 2, 2, 0},
          ConvTransposeShape{32, 16, 2, 2, 0}}) {
      Register(fmt::format("upsample/{}->{}/k:{}/u:{}", shape.in_channels, shape.out_channels,
                           shape.taps, shape.stride),
               threads, [=](benchmark::State& state) {
                 BenchTransposed(state, shape, upsampled_rows, threads);
               });
      upsampled_rows *= shape.stride;
    }
    for (const size_t length : {40, 200}) {
      Register(fmt::format("attention/heads:16/d:64/T:{}", length), threads,
               [=](benchmark::State& state) { BenchAttention(state, length, 16, 64, threads); });
      Register(fmt::format("attention/heads:2/d:96/T:{}", length), threads,
               [=](benchmark::State& state) { BenchAttention(state, length, 2, 96, threads); });
    }
  }
  Register("exp", 1, [](benchmark::State& state) { BenchElementwise(state, ExpInPlace); });
  Register("gelu", 1, [](benchmark::State& state) { BenchElementwise(state, GeluInPlace); });
}

const bool kRegistered = (RegisterAll(), true);

}  // namespace
}  // namespace bv2::kernels
