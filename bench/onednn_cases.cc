// The decoder's convolutions by oneDNN, to be measured in the same run as ours: bias and residual
// fused, its own blocked layouts, weights reordered beforehand.
#include <omp.h>

#include <dnnl.hpp>
#include <unordered_map>

#include "bench/measure.h"

namespace bv2::bench {
namespace {

using dnnl::memory;

memory Filled(const memory::desc& desc, const dnnl::engine& engine) {
  memory result(desc, engine);
  auto* values = static_cast<float*>(result.get_data_handle());
  const auto random = RandomVector(desc.get_size() / sizeof(float));
  std::copy(random.begin(), random.end(), values);
  return result;
}

void BenchOneDnn(benchmark::State& state, const ResBlockConv& c, int threads) {
  omp_set_num_threads(threads);
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  const auto channels = static_cast<memory::dim>(c.channels);
  const auto rows = static_cast<memory::dim>(c.rows);
  const auto taps = static_cast<memory::dim>(c.taps);
  const auto dilation = static_cast<memory::dim>(c.dilation);
  const auto pad = (taps - 1) * dilation / 2;
  const auto any = [](const memory::dims& dims) {
    return memory::desc(dims, memory::data_type::f32, memory::format_tag::any);
  };
  const dnnl::convolution_forward::desc desc(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      any({1, channels, rows}), any({channels, channels, taps}),
      memory::desc({channels}, memory::data_type::f32, memory::format_tag::x),
      any({1, channels, rows}), {1}, {dilation - 1}, {pad}, {pad});
  dnnl::post_ops sum;
  sum.append_sum(1.0f);
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(sum);
  const dnnl::convolution_forward::primitive_desc primitive(desc, attributes, engine);
  const dnnl::convolution_forward convolution(primitive);
  std::unordered_map<int, memory> arguments{
      {DNNL_ARG_SRC, Filled(primitive.src_desc(), engine)},
      {DNNL_ARG_WEIGHTS, Filled(primitive.weights_desc(), engine)},
      {DNNL_ARG_BIAS, Filled(primitive.bias_desc(), engine)},
      {DNNL_ARG_DST, Filled(primitive.dst_desc(), engine)}};
  const double operations = 2.0 * static_cast<double>(c.rows * c.channels * c.channels * c.taps);
  Measure(state, threads, operations, [&] {
    convolution.execute(stream, arguments);
    stream.wait();
  });
}

void RegisterAll() {
  for (const int threads : {1, 2}) {
    for (const ResBlockConv& c : ResBlockConvs()) {
      Register(fmt::format("resblock/onednn/C:{}/k:{}/d:{}", c.channels, c.taps, c.dilation),
               threads, [=](benchmark::State& state) { BenchOneDnn(state, c, threads); });
    }
  }
}

const bool kRegistered = (RegisterAll(), true);

}  // namespace
}  // namespace bv2::bench
