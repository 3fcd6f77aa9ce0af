#pragma once

#include <cmath>

namespace bv2::train {

// The learning rate falls by the factor `decay` from epoch to epoch.
struct LearningRate {
  double first = 0;  // of the epoch `first_epoch`
  double decay = 1;
  int first_epoch = 1;

  double At(int epoch) const { return first * std::pow(decay, epoch - first_epoch); }
};

// How a run goes on from a checkpoint.
enum class ResumeRule {
  kExact,     // as if it had never stopped
  kOriginal,  // as the original: the rate decays once more than it should with each resume
};

// The rate from `epoch` on, in which the checkpoint was written, by the original's rule: it
// rebuilds its schedule around the rate that the optimizer holds. That is the checkpoint's, or,
// when the optimizer's state is skipped, the config's as if no epoch had passed.
inline LearningRate ResumedAsOriginal(double rate_in_optimizer, double decay, int epoch) {
  return {.first = rate_in_optimizer * decay, .decay = decay, .first_epoch = epoch};
}

}  // namespace bv2::train
