#pragma once

#include "check/case.h"
#include "check/outcome.h"
#include "check/runner.h"

namespace bv2::check {

// One function a kind of case. Each throws Error or another exception for a malformed case and
// Skipped for one that is not ours.
Outcome CheckInfer(const Case& c, const Options& options);
Outcome CheckModule(const Case& c, const Options& options);
Outcome CheckSpline(const Case& c, const Options& options);
Outcome CheckBert(const Case& c, const Options& options);
Outcome CheckWordPiece(const Case& c, const Options& options);
Outcome CheckRng(const Case& c, const Options& options);
Outcome CheckCheckpoint(const Case& c, const Options& options);
Outcome CheckCache(const Case& c, const Options& options);
Outcome CheckMel(const Case& c, const Options& options);
Outcome CheckMelBasis(const Case& c, const Options& options);
Outcome CheckSampler(const Case& c, const Options& options);
Outcome CheckText(const Case& c, const Options& options);

}  // namespace bv2::check
