#include "train/check_corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "base/error.h"
#include "base/log.h"
#include "corpus/report.h"
#include "corpus/validate.h"

namespace bv2::train {
namespace {

constexpr size_t kNamed = 3;  // findings of each check

std::string Remedy(corpus::Check check) {
  if (check != corpus::Check::kBert) return corpus::InfoOf(check).remedy;
  return "run bertvits2 bert-gen, train with --bert and --bert-ja, or do without: --no-bert";
}

std::string Describe(const corpus::ValidationReport& report, const model::Config& config) {
  std::string text = fmt::format("the corpus has {} faults, found before the first step:",
                                 report.Count(corpus::Severity::kFault));
  for (const auto& [check, findings] : corpus::GroupFindings(report)) {
    const corpus::CheckInfo& info = corpus::InfoOf(check);
    if (info.severity != corpus::Severity::kFault) continue;
    text += fmt::format("\n{}: {}; {}", findings.size(), info.title, Remedy(check));
    for (const corpus::Finding& finding : findings.first(std::min(kNamed, findings.size())))
      text += "\n  " + corpus::FindingLine(finding);
    if (findings.size() > kNamed)
      text += fmt::format("\n  … and {} more", findings.size() - kNamed);
  }
  return text + fmt::format(
                    "\nbertvits2 validate -c {} names all; --no-validate trains "
                    "nevertheless, until it meets one",
                    config.source);
}

}  // namespace

void CheckCorpus(const model::Config& config, const TrainerOptions& options,
                 const ThreadPool& pool) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  const corpus::ValidationReport report = corpus::Validate(config,
                                                           {.bert = options.use_bert,
                                                            .computed_bert = options.bert.languages,
                                                            .validation = options.evaluate,
                                                            .listen = false},
                                                           pool, [](size_t, size_t) {});
  if (report.TrainingWouldFail()) Fail(ErrorCode::kInvalidArgument, "{}", Describe(report, config));
  LogInfo("{} lines of the corpus and their files were looked at in {:.1f} s",
          report.utterances.size(), std::chrono::duration<double>(Clock::now() - start).count());
}

}  // namespace bv2::train
