#include "train_check/kinds.h"

#include <c10/util/Exception.h>

#include <array>

#include "base/error.h"

namespace bv2::train_check {
namespace {

struct NamedCheck {
  const char* name;
  check::Outcome (*check)(const check::Case&);
};

constexpr std::array kChecks = {
    NamedCheck{"module", CheckModule},  NamedCheck{"spline", CheckModule},
    NamedCheck{"losses", CheckModule},  NamedCheck{"feature_loss", CheckFeatureLoss},
    NamedCheck{"mas", CheckAlignment},  NamedCheck{"mel", CheckMel},
    NamedCheck{"infer", CheckInfer},    NamedCheck{"adamw", CheckAdamW},
    NamedCheck{"train", CheckTraining}, NamedCheck{"lr_schedule", CheckLearningRate},
};

// Without the list of return addresses that torch puts into its messages.
check::Outcome Translated(const NamedCheck& one, const check::Case& c) {
  try {
    return one.check(c);
  } catch (const c10::Error& error) {
    Fail(ErrorCode::kInternal, "{}", error.what_without_backtrace());
  }
}

}  // namespace

std::vector<check::Kind> Kinds() {
  std::vector<check::Kind> kinds;
  for (const NamedCheck& one : kChecks)
    kinds.push_back({one.name, [one](const check::Case& c) { return Translated(one, c); }});
  for (const char* name :
       {"bert", "cache", "checkpoint", "mel_basis", "rng", "sampler", "text", "wordpiece"})
    kinds.push_back({name, [](const check::Case&) -> check::Outcome {
                       throw check::Skipped{"synthesis: bertvits2 check"};
                     }});
  return kinds;
}

}  // namespace bv2::train_check
