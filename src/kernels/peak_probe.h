#pragma once

namespace bv2::kernels {

// The single-precision multiply-add rate of `threads` busy cores now, in GFLOP/s (one multiply-add
// is two operations), through the instruction set the kernels use. The yardstick that measured
// rates are quoted against. Counts processor time, so other load matters little; takes about
// 20 ms.
double PeakGflops(int threads);

}  // namespace bv2::kernels
