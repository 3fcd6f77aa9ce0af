#pragma once

#include <vector>

#include "check/run_cases.h"

namespace bv2::train_check {

// How this program checks the cases of a golden folder: the networks while they are trained,
// with their gradients, the losses, the alignment and whole training steps.
std::vector<check::Kind> Kinds();

check::Outcome CheckModule(const check::Case& c);  // also kinds "spline" and "losses"
check::Outcome CheckFeatureLoss(const check::Case& c);
check::Outcome CheckAlignment(const check::Case& c);
check::Outcome CheckMel(const check::Case& c);
check::Outcome CheckInfer(const check::Case& c);
check::Outcome CheckAdamW(const check::Case& c);
check::Outcome CheckTraining(const check::Case& c);  // a run of several steps

}  // namespace bv2::train_check
