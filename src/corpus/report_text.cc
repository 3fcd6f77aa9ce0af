#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "corpus/report.h"

namespace bv2::corpus {
namespace {

using Out = std::back_insert_iterator<std::string>;

constexpr size_t kRare = 5;  // symbols that occur less often are hardly learnt

// CJK and other wide characters take two columns of a terminal.
size_t Columns(std::string_view text) {
  size_t columns = 0;
  for (const char32_t c : DecodeUtf8(text))
    columns += (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xFFDC) ? 2 : 1;
  return columns;
}

std::string Padded(std::string_view text, size_t width) {
  return std::string(text) + std::string(width - std::min(width, Columns(text)), ' ');
}

void WriteSpeakers(const ValidationReport& report, Out out) {
  size_t width = 7;
  for (const auto& [name, facts] : report.speakers) width = std::max(width, Columns(name));
  const auto row = [&](std::string_view name, const SpeakerFacts& facts) {
    const auto count = static_cast<double>(facts.training + facts.validation);
    fmt::format_to(out, "{}  {:>8}  {:>10}  {:>8.3f}  {:>6.2f}  {:>8.1f}\n", Padded(name, width),
                   facts.training, facts.validation, facts.seconds / 3600, facts.seconds / count,
                   facts.seconds > 0 ? facts.phones / facts.seconds : 0);
  };
  fmt::format_to(out, "{}  {:>8}  {:>10}  {:>8}  {:>6}  {:>8}\n", Padded("speaker", width),
                 "training", "validation", "hours", "mean s", "phones/s");
  SpeakerFacts all;
  for (const auto& [name, facts] : report.speakers) {
    row(name, facts);
    all.training += facts.training;
    all.validation += facts.validation;
    all.seconds += facts.seconds;
    all.phones += facts.phones;
  }
  if (report.speakers.size() > 1) row("all", all);
}

void WriteRates(const ValidationReport& report, Out out) {
  std::map<int, size_t> rates;
  for (const UtteranceFacts& facts : report.utterances)
    if (facts.sample_rate > 0) ++rates[facts.sample_rate];
  fmt::format_to(out, "\nsample rates:");
  for (const auto& [rate, count] : rates) fmt::format_to(out, " {} Hz ({})", rate, count);
  fmt::format_to(out, "\n");
}

void WriteCoverage(const Coverage& coverage, Out out) {
  std::vector<std::string_view> never;
  std::vector<std::string> rare;
  for (const std::string_view symbol : text::kSymbols) {
    const auto found = coverage.symbols.find(std::string(symbol));
    if (found == coverage.symbols.end())
      never.push_back(symbol);
    else if (found->second < kRare)
      rare.push_back(fmt::format("{} ({})", symbol, found->second));
  }
  fmt::format_to(out, "symbols in training: {} of {}", text::kSymbolCount - never.size(),
                 text::kSymbolCount);
  if (!never.empty()) fmt::format_to(out, "; never: {}", fmt::join(never, " "));
  if (!rare.empty()) fmt::format_to(out, "; rare: {}", fmt::join(rare, " "));
  fmt::format_to(out, "\ntones in training:");
  for (const auto& [tone, count] : coverage.tones)
    fmt::format_to(out, " {} {} ({})", text::LanguageName(tone.first), tone.second, count);
  fmt::format_to(out, "\n");
}

std::string Count(size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

void WriteFindings(const ValidationReport& report, size_t most_warnings, Out out) {
  for (const auto& [check, findings] : GroupFindings(report)) {
    const CheckInfo& info = InfoOf(check);
    const bool fault = info.severity == Severity::kFault;
    const size_t shown = fault ? findings.size() : std::min(findings.size(), most_warnings);
    fmt::format_to(out, "\n{}: {}\n  to do: {}\n",
                   Count(findings.size(), fault ? "fault" : "warning"), info.title, info.remedy);
    for (const Finding& finding : findings.first(shown))
      fmt::format_to(out, "  {}\n", FindingLine(finding));
    if (shown < findings.size()) fmt::format_to(out, "  … and {} more\n", findings.size() - shown);
  }
}

}  // namespace

std::vector<FindingGroup> GroupFindings(const ValidationReport& report) {
  std::vector<FindingGroup> groups;
  const std::span<const Finding> all = report.findings;
  for (size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].check == all[begin].check) ++end;
    groups.push_back({all[begin].check, all.subspan(begin, end - begin)});
  }
  return groups;
}

std::string FindingLine(const Finding& finding) {
  std::string place = finding.list;
  if (finding.line > 0) place += fmt::format(":{}", finding.line);
  // Errors of lists and files name these themselves.
  if (finding.detail.find(place) != std::string::npos) return finding.detail;
  if (finding.file.empty()) return fmt::format("{}: {}", place, finding.detail);
  return fmt::format("{} ({}): {}", finding.file, place, finding.detail);
}

std::string Verdict(const ValidationReport& report) {
  return fmt::format("{}, {}: training {}", Count(report.Count(Severity::kFault), "fault"),
                     Count(report.Count(Severity::kWarning), "warning"),
                     report.TrainingWouldFail() ? "would fail" : "can start");
}

std::string TextReport(const ValidationReport& report, size_t most_warnings) {
  std::string text;
  const Out out = std::back_inserter(text);
  WriteSpeakers(report, out);
  WriteRates(report, out);
  WriteCoverage(report.coverage, out);
  WriteFindings(report, most_warnings, out);
  fmt::format_to(out, "\n{}\n", Verdict(report));
  return text;
}

}  // namespace bv2::corpus
