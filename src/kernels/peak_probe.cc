#include "kernels/peak_probe.h"

#include <time.h>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/peak_probe.cc"
#include "hwy/foreach_target.h"
// After foreach_target.h:
#include "hwy/highway.h"
#include "kernels/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace bv2::kernels {
namespace HWY_NAMESPACE {
namespace {

// Runs `steps` rounds of independent multiply-adds and returns their number of operations. 12
// chains cover the latency times the ports of every current core and fit into 16 registers. `sink`
// keeps the result alive.
double MultiplyAdd(size_t steps, float* sink) {
  const D d;
  const V factor = hn::Set(d, *sink);
  // Different starts: equal chains would be computed once.
  const auto start = [d](float value) { return hn::Set(d, value); };
  V a = start(0.1f), b = start(0.2f), c = start(0.3f), e = start(0.4f), f = start(0.5f),
    g = start(0.6f), h = start(0.7f), i = start(0.8f), j = start(0.9f), k = start(1.1f),
    l = start(1.2f), m = start(1.3f);
  for (size_t step = 0; step < steps; ++step) {
    a = hn::MulAdd(a, factor, factor);
    b = hn::MulAdd(b, factor, factor);
    c = hn::MulAdd(c, factor, factor);
    e = hn::MulAdd(e, factor, factor);
    f = hn::MulAdd(f, factor, factor);
    g = hn::MulAdd(g, factor, factor);
    h = hn::MulAdd(h, factor, factor);
    i = hn::MulAdd(i, factor, factor);
    j = hn::MulAdd(j, factor, factor);
    k = hn::MulAdd(k, factor, factor);
    l = hn::MulAdd(l, factor, factor);
    m = hn::MulAdd(m, factor, factor);
  }
  const V low = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, e)), hn::Add(f, g));
  const V high = hn::Add(hn::Add(hn::Add(h, i), hn::Add(j, k)), hn::Add(l, m));
  *sink = hn::GetLane(hn::SumOfLanes(d, hn::Add(low, high)));
  return 12.0 * 2.0 * static_cast<double>(kLanes) * static_cast<double>(steps);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace bv2::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace bv2::kernels {

HWY_EXPORT(MultiplyAdd);

namespace {

double ThreadSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The median over slices of about a millisecond.
double OneCore() {
  constexpr size_t kSteps = 200'000;
  std::array<double, 15> rates{};
  for (double& rate : rates) {
    volatile float factor = 0.5f;
    float sink = factor;
    const double start = ThreadSeconds();
    const double operations = HWY_DYNAMIC_DISPATCH(MultiplyAdd)(kSteps, &sink);
    rate = operations * 1e-9 / (ThreadSeconds() - start);
    factor = sink;
  }
  std::ranges::nth_element(rates, rates.begin() + rates.size() / 2);
  return rates[rates.size() / 2];
}

}  // namespace

double PeakGflops(int threads) {
  std::vector<double> rates(static_cast<size_t>(std::max(threads, 1)));
  {
    std::vector<std::jthread> workers;
    for (size_t i = 1; i < rates.size(); ++i) {
      workers.emplace_back([&rates, i] { rates[i] = OneCore(); });
    }
    rates[0] = OneCore();
  }
  double sum = 0.0;
  for (const double rate : rates) sum += rate;
  return sum;
}

}  // namespace bv2::kernels
#endif  // HWY_ONCE
