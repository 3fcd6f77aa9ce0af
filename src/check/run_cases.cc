#include "check/run_cases.h"

#include <exception>

#include "check/glob.h"

namespace bv2::check {
namespace {

Outcome CheckOne(const Case& c, std::span<const Kind> kinds) {
  if (c.kind == "unreadable") return {.status = Outcome::Status::kFail, .note = c.json.AsString()};
  for (const Kind& kind : kinds)
    if (kind.name == c.kind) return kind.check(c);
  throw Skipped{fmt::format("unknown kind \"{}\"", c.kind)};
}

Outcome CheckSafely(const Case& c, std::span<const Kind> kinds) {
  Outcome outcome;
  try {
    outcome = CheckOne(c, kinds);
  } catch (const Skipped& skipped) {
    outcome = {.status = Outcome::Status::kSkipped, .note = skipped.reason};
  } catch (const std::exception& error) {
    outcome = {.status = Outcome::Status::kFail, .note = error.what()};
  }
  outcome.name = c.name;
  return outcome;
}

}  // namespace

Summary RunCases(const std::filesystem::path& golden, std::string_view filter,
                 std::span<const Kind> kinds, const std::function<void(const Outcome&)>& report) {
  Summary summary;
  for (const Case& c : FindCases(golden)) {
    if (!FilterMatches(filter, c.name)) continue;
    const Outcome outcome = CheckSafely(c, kinds);
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
