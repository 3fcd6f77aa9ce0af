#pragma once

#include <span>

namespace bv2::train {

// The numbers of one AdamW step.
struct AdamWFactors {
  float decay;  // 1 − lr · weight_decay
  float beta1;
  float beta2;
  float step_size;   // lr / (1 − beta1^step)
  float root_scale;  // 1 / sqrt(1 − beta2^step)
  float eps;
};

struct AdamWSpans {
  std::span<float> parameter;
  std::span<const float> gradient;
  std::span<float> exp_avg;
  std::span<float> exp_avg_sq;
};

// One pass over memory instead of one an operation. Source: Loshchilov & Hutter 2019, algorithm 2.
void AdamWUpdate(const AdamWFactors& factors, const AdamWSpans& spans);

}  // namespace bv2::train
