#pragma once

#include <string>

#include "check/compare.h"

namespace bv2::check {

// What came of one case.
struct Outcome {
  enum class Status { kOk, kFail, kSkipped };
  std::string name = {};
  Status status = Status::kOk;
  std::string figures = {};  // "1.2e-05 (audio)  tolerance 1.0e-04", or what agrees
  std::string note = {};     // why it failed or was skipped; what else to know
};

// Thrown by a check that finds that the case is not its business: not a failure.
struct Skipped {
  std::string reason;
};

// The worst figure of the comparison, and on failure the first tensor that is wrong. A comparison
// that compared nothing is a failure.
Outcome Judge(const Comparison& comparison);

// "ok       infer/x    1.2e-05 (audio)  tolerance 1.0e-04"
std::string Line(const Outcome& outcome);

}  // namespace bv2::check
