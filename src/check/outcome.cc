#include "check/outcome.h"

#include <fmt/format.h>

namespace bv2::check {
namespace {

std::string Figures(const Difference& difference) {
  if (!difference.reason.empty()) return fmt::format("{} {}", difference.tensor, difference.reason);
  if (difference.tolerance == 0)
    return fmt::format("{:.1e} ({})  exact", difference.error, difference.tensor);
  return fmt::format("{:.1e} ({})  tolerance {:.1e}", difference.error, difference.tensor,
                     difference.tolerance);
}

const char* StatusWord(Outcome::Status status) {
  switch (status) {
    case Outcome::Status::kOk:
      return "ok";
    case Outcome::Status::kFail:
      return "FAIL";
    case Outcome::Status::kSkipped:
      return "skipped";
  }
  return "";
}

}  // namespace

Outcome Judge(const Comparison& comparison) {
  if (!comparison.worst())
    return {.status = Outcome::Status::kFail, .note = "the case gives nothing to compare"};
  Outcome outcome{.figures = Figures(*comparison.worst())};
  if (const auto& first = comparison.first_failure()) {
    outcome.status = Outcome::Status::kFail;
    outcome.note = fmt::format("first diverging: {}", Figures(*first));
  }
  return outcome;
}

std::string Line(const Outcome& outcome) {
  std::string line = fmt::format("{:<8} {:<40}", StatusWord(outcome.status), outcome.name);
  if (!outcome.figures.empty()) line += "  " + outcome.figures;
  if (!outcome.note.empty()) line += outcome.figures.empty() ? "  " : "; ";
  return line + outcome.note;
}

}  // namespace bv2::check
