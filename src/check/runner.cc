#include "check/runner.h"

#include <array>
#include <string_view>
#include <vector>

#include "check/case.h"
#include "check/kinds.h"

namespace bv2::check {
namespace {

struct NamedCheck {
  const char* name;
  Outcome (*check)(const Case&, const Options&);
};

constexpr std::array kChecks = {
    NamedCheck{"infer", CheckInfer},
    NamedCheck{"module", CheckModule},
    NamedCheck{"spline", CheckSpline},
    NamedCheck{"bert", CheckBert},
    NamedCheck{"wordpiece", CheckWordPiece},
    NamedCheck{"rng", CheckRng},
    NamedCheck{"checkpoint", CheckCheckpoint},
    NamedCheck{"cache", CheckCache},
    NamedCheck{"mel", CheckMel},
    NamedCheck{"mel_basis", CheckMelBasis},
    NamedCheck{"sampler", CheckSampler},
    NamedCheck{"text", CheckText},
};

constexpr std::array kTrainingKinds = {"losses", "feature_loss", "mas",
                                       "train",  "adamw",        "lr_schedule"};

}  // namespace

Summary Run(const Options& options, const std::function<void(const Outcome&)>& report) {
  std::vector<Kind> kinds;
  for (const NamedCheck& one : kChecks)
    kinds.push_back(
        {one.name, [&options, check = one.check](const Case& c) { return check(c, options); }});
  for (const char* name : kTrainingKinds)
    kinds.push_back({name, [](const Case&) -> Outcome { throw Skipped{"training"}; }});
  return RunCases(options.golden, options.filter, kinds, report);
}

}  // namespace bv2::check
