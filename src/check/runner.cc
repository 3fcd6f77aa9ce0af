#include "check/runner.h"

#include <array>
#include <exception>
#include <string_view>

#include "check/case.h"
#include "check/glob.h"
#include "check/kinds.h"

namespace bv2::check {
namespace {

struct Kind {
  std::string_view name;
  Outcome (*check)(const Case&, const Options&);
};

constexpr std::array kKinds = {
    Kind{"infer", CheckInfer},
    Kind{"module", CheckModule},
    Kind{"spline", CheckSpline},
    Kind{"bert", CheckBert},
    Kind{"wordpiece", CheckWordPiece},
    Kind{"rng", CheckRng},
    Kind{"checkpoint", CheckCheckpoint},
    Kind{"cache", CheckCache},
    Kind{"mel", CheckMel},
    Kind{"mel_basis", CheckMelBasis},
    Kind{"sampler", CheckSampler},
    Kind{"text", CheckText},
};

constexpr std::array<std::string_view, 5> kTrainingKinds = {"losses", "feature_loss", "mas",
                                                            "train", "adamw"};

Outcome CheckOne(const Case& c, const Options& options) {
  if (c.kind == "unreadable") return {.status = Outcome::Status::kFail, .note = c.json.AsString()};
  for (const Kind& kind : kKinds)
    if (kind.name == c.kind) return kind.check(c, options);
  for (const std::string_view kind : kTrainingKinds)
    if (kind == c.kind) throw Skipped{"training"};
  throw Skipped{fmt::format("unknown kind \"{}\"", c.kind)};
}

Outcome CheckSafely(const Case& c, const Options& options) {
  Outcome outcome;
  try {
    outcome = CheckOne(c, options);
  } catch (const Skipped& skipped) {
    outcome = {.status = Outcome::Status::kSkipped, .note = skipped.reason};
  } catch (const std::exception& error) {
    outcome = {.status = Outcome::Status::kFail, .note = error.what()};
  }
  outcome.name = c.name;
  return outcome;
}

}  // namespace

Summary Run(const Options& options, const std::function<void(const Outcome&)>& report) {
  Summary summary;
  for (const Case& c : FindCases(options.golden)) {
    if (!FilterMatches(options.filter, c.name)) continue;
    const Outcome outcome = CheckSafely(c, options);
    switch (outcome.status) {
      case Outcome::Status::kOk:
        ++summary.ok;
        break;
      case Outcome::Status::kFail:
        ++summary.failed;
        break;
      case Outcome::Status::kSkipped:
        ++summary.skipped;
        break;
    }
    report(outcome);
  }
  return summary;
}

}  // namespace bv2::check
