#include "train/optim/adamw_update.h"

#include <cmath>
#include <cstddef>

namespace bv2::train {

void AdamWUpdate(const AdamWFactors& factors, const AdamWSpans& spans) {
  const AdamWFactors f = factors;
  const size_t count = spans.parameter.size();
  float* __restrict parameter = spans.parameter.data();
  const float* __restrict gradient = spans.gradient.data();
  float* __restrict mean = spans.exp_avg.data();
  float* __restrict square = spans.exp_avg_sq.data();
  for (size_t i = 0; i < count; ++i) {
    const float g = gradient[i];
    mean[i] = mean[i] * f.beta1 + g * (1 - f.beta1);
    square[i] = square[i] * f.beta2 + g * g * (1 - f.beta2);
    const float root = std::sqrt(square[i]) * f.root_scale + f.eps;
    parameter[i] = parameter[i] * f.decay - f.step_size * (mean[i] / root);
  }
}

}  // namespace bv2::train
