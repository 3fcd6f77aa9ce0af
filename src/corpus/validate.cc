#include "corpus/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "corpus/examine.h"
#include "corpus/file_list.h"
#include "corpus/outliers.h"

namespace bv2::corpus {
namespace {

// Scores of RobustScores from which a value is an outlier, deviations of the logarithm that are
// always normal, and how many values it takes to know what is.
constexpr double kPaceScore = 4.5, kPaceDeviation = 0.08;
constexpr double kDurationScore = 5, kDurationDeviation = 0.25;
constexpr size_t kEnough = 12;

struct Task {
  const ListFile* list;
  size_t line;  // index
  bool training;
};

// The list, or nothing and a finding.
std::unique_ptr<ListFile> Open(const std::string& path, ValidationReport& report) {
  try {
    auto list = std::make_unique<ListFile>(ReadFile(path), path);
    if (!list->lines().empty()) return list;
    report.findings.push_back({.check = Check::kList, .list = path, .detail = "the list is empty"});
  } catch (const Error& error) {
    report.findings.push_back({.check = Check::kList, .list = path, .detail = error.what()});
  }
  return nullptr;
}

void AddTasks(const ListFile* list, bool training, const Shard& shard, std::vector<Task>& tasks) {
  if (list == nullptr) return;
  for (size_t i = 0; i < list->lines().size(); ++i)
    if (shard.Has(i)) tasks.push_back({list, i, training});
}

void Count(const Examination& examined, Coverage& coverage) {
  for (size_t i = 0; i < examined.phones.phones.size(); ++i) {
    ++coverage.symbols[examined.phones.phones[i]];
    ++coverage.tones[{examined.phones.language, examined.phones.tones[i]}];
  }
}

void ExamineAll(const std::vector<Task>& tasks, const Examiner& examiner, const ThreadPool& pool,
                const ValidateProgress& progress, ValidationReport& report) {
  std::mutex mutex;
  size_t done = 0;
  report.utterances.resize(tasks.size());
  pool.ParallelFor(tasks.size(), [&](size_t i) {
    const Task& task = tasks[i];
    Examination examined =
        examiner.Examine(task.list->lines()[task.line], task.list->source(), task.training);
    const std::lock_guard lock(mutex);
    if (task.training && !examined.facts.left_out) Count(examined, report.coverage);
    for (Finding& finding : examined.findings) report.findings.push_back(std::move(finding));
    report.utterances[i] = std::move(examined.facts);
    progress(++done, tasks.size());
  });
}

void SumSpeakers(ValidationReport& report) {
  for (const UtteranceFacts& facts : report.utterances) {
    if (facts.speaker.empty()) continue;
    SpeakerFacts& speaker = report.speakers[facts.speaker];
    ++(facts.training ? speaker.training : speaker.validation);
    speaker.seconds += facts.seconds;
    if (facts.seconds > 0) speaker.phones += static_cast<double>(facts.phones);
  }
}

using Group = std::vector<const UtteranceFacts*>;

Finding FindingOf(Check check, const UtteranceFacts& facts, std::string detail, double weight = 1) {
  return {.check = check,
          .list = facts.list,
          .line = facts.line,
          .file = facts.audio,
          .detail = std::move(detail),
          .weight = weight};
}

// Spoken phones a second; the silence at the ends says nothing about the text.
double Pace(const UtteranceFacts& facts) {
  const double seconds = std::max(0.05, facts.seconds - facts.sound.edge_silence);
  return static_cast<double>(facts.phones) / seconds;
}

void FindPaces(const Group& group, const std::string& whose, ValidationReport& report) {
  std::vector<double> paces;
  for (const UtteranceFacts* facts : group) paces.push_back(std::log(Pace(*facts)));
  const std::vector<double> scores = RobustScores(paces, kPaceDeviation);
  const double usual = std::exp(Median(paces));
  for (size_t i = 0; i < group.size(); ++i)
    if (std::abs(scores[i]) > kPaceScore)
      report.findings.push_back(
          FindingOf(Check::kPace, *group[i],
                    fmt::format("{:.1f} phones a second, usual {} is {:.1f}: '{}'", Pace(*group[i]),
                                whose, usual, group[i]->text),
                    std::abs(scores[i])));
}

void FindDurations(const Group& group, const std::string& speaker, ValidationReport& report) {
  std::vector<double> durations;
  for (const UtteranceFacts* facts : group) durations.push_back(std::log(facts->seconds));
  const std::vector<double> scores = RobustScores(durations, kDurationDeviation);
  const double usual = std::exp(Median(durations));
  for (size_t i = 0; i < group.size(); ++i)
    if (std::abs(scores[i]) > kDurationScore)
      report.findings.push_back(FindingOf(
          Check::kDuration, *group[i],
          fmt::format("{:.1f} s, usual for {} is {:.1f} s", group[i]->seconds, speaker, usual),
          std::abs(scores[i])));
}

// Speakers with few recordings are compared with all of their language.
void FindOutliers(ValidationReport& report) {
  std::map<std::pair<std::string, text::Language>, Group> by_voice;
  std::map<std::string, Group> by_speaker;
  std::map<text::Language, Group> rest;
  for (const UtteranceFacts& facts : report.utterances) {
    if (facts.seconds <= 0) continue;
    by_speaker[facts.speaker].push_back(&facts);
    if (facts.phones > 0 && facts.sound.finite)
      by_voice[{facts.speaker, facts.language}].push_back(&facts);
  }
  for (const auto& [voice, group] : by_voice) {
    if (group.size() >= kEnough) {
      FindPaces(group, fmt::format("for {}", voice.first), report);
    } else {
      Group& all = rest[voice.second];
      all.insert(all.end(), group.begin(), group.end());
    }
  }
  for (const auto& [language, group] : rest)
    if (group.size() >= kEnough)
      FindPaces(group, fmt::format("in {}", text::LanguageName(language)), report);
  for (const auto& [speaker, group] : by_speaker)
    if (group.size() >= kEnough) FindDurations(group, speaker, report);
}

// Recordings that are the same by name or by sound.
void FindRepetitions(ValidationReport& report) {
  std::map<std::string, const UtteranceFacts*> by_name;
  std::map<uint64_t, const UtteranceFacts*> by_sound;
  for (const UtteranceFacts& facts : report.utterances) {
    if (facts.audio.empty()) continue;
    const auto [name, new_name] = by_name.try_emplace(facts.audio, &facts);
    const UtteranceFacts* first = new_name ? nullptr : name->second;
    if (facts.fingerprint != 0) {
      const auto [sound, new_sound] = by_sound.try_emplace(facts.fingerprint, &facts);
      if (first == nullptr && !new_sound) first = sound->second;
    }
    if (first == nullptr) continue;
    const bool shared = first->training != facts.training;
    report.findings.push_back(FindingOf(
        shared ? Check::kShared : Check::kRepeated, facts,
        fmt::format("the same as {}:{} ('{}'), {}", first->list, first->line, first->audio,
                    first->text == facts.text ? "with the same text" : "with another text"),
        first->text == facts.text ? 1 : 2));
  }
}

// What concerns the whole corpus; a shard knows too little for it.
void FindGaps(const model::Config& config, ValidationReport& report) {
  for (const auto& [speaker, id] : config.data.spk2id)
    if (!report.speakers.contains(speaker) || report.speakers[speaker].training == 0)
      report.findings.push_back({.check = Check::kIdleSpeaker,
                                 .list = config.source,
                                 .detail = fmt::format("'{}', number {}", speaker, id)});
  const bool trains = std::ranges::any_of(report.utterances, [](const UtteranceFacts& facts) {
    return facts.training && facts.seconds > 0 && !facts.left_out;
  });
  if (!trains)
    report.findings.push_back({.check = Check::kList,
                               .list = config.data.training_files,
                               .detail = "nothing in it can be trained on"});
}

}  // namespace

size_t ValidationReport::Count(Severity severity) const {
  return static_cast<size_t>(std::ranges::count_if(
      findings, [&](const Finding& f) { return InfoOf(f.check).severity == severity; }));
}

ValidationReport Validate(const model::Config& config, const ValidateOptions& options,
                          const ThreadPool& pool, const ValidateProgress& progress) {
  ValidationReport report;
  report.config = config.source;
  const auto training = Open(config.data.training_files, report);
  const auto validation = options.validation ? Open(config.data.validation_files, report) : nullptr;
  std::vector<Task> tasks;
  AddTasks(training.get(), true, options.shard, tasks);
  AddTasks(validation.get(), false, options.shard, tasks);
  ExamineAll(tasks, Examiner(config, options), pool, progress, report);
  SumSpeakers(report);
  if (options.listen) {
    FindOutliers(report);
    FindRepetitions(report);
  }
  if (options.shard.count == 1) FindGaps(config, report);
  std::ranges::sort(report.findings, [](const Finding& a, const Finding& b) {
    return std::tie(a.check, b.weight, a.list, a.line, a.detail) <
           std::tie(b.check, a.weight, b.list, b.line, b.detail);
  });
  return report;
}

}  // namespace bv2::corpus
