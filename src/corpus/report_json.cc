#include <fmt/format.h>

#include "corpus/report.h"

namespace bv2::corpus {
namespace {

Json OfUtterance(const UtteranceFacts& facts) {
  Json json;
  json.Set("list", facts.list);
  json.Set("line", facts.line);
  json.Set("audio", facts.audio);
  json.Set("speaker", facts.speaker);
  json.Set("language", text::LanguageName(facts.language));
  json.Set("phones", facts.phones);
  json.Set("sample_rate", facts.sample_rate);
  json.Set("seconds", facts.seconds);
  json.Set("peak", facts.sound.peak);
  json.Set("level", facts.sound.level);
  json.Set("offset", facts.sound.offset);
  json.Set("clipped", facts.sound.clipped);
  json.Set("silence", facts.sound.silence);
  json.Set("edge_silence", facts.sound.edge_silence);
  json.Set("left_out", facts.left_out);
  return json;
}

Json OfSpeaker(const std::string& name, const SpeakerFacts& facts) {
  Json json;
  json.Set("name", name);
  json.Set("training", facts.training);
  json.Set("validation", facts.validation);
  json.Set("seconds", facts.seconds);
  return json;
}

Json OfFinding(const Finding& finding) {
  const CheckInfo& info = InfoOf(finding.check);
  Json json;
  json.Set("check", info.name);
  json.Set("severity", info.severity == Severity::kFault ? "fault" : "warning");
  json.Set("list", finding.list);
  json.Set("line", finding.line);
  json.Set("file", finding.file);
  json.Set("detail", finding.detail);
  json.Set("remedy", info.remedy);
  return json;
}

Json OfCoverage(const Coverage& coverage) {
  Json symbols{Json::Object{}};
  Json tones{Json::Object{}};
  for (const std::string_view symbol : text::kSymbols) {
    const auto found = coverage.symbols.find(std::string(symbol));
    symbols.Set(symbol, found == coverage.symbols.end() ? 0 : found->second);
  }
  for (const auto& [tone, count] : coverage.tones)
    tones.Set(fmt::format("{} {}", text::LanguageName(tone.first), tone.second), count);
  Json json;
  json.Set("symbols", std::move(symbols));
  json.Set("tones", std::move(tones));
  return json;
}

}  // namespace

Json JsonReport(const ValidationReport& report) {
  Json::Array speakers, findings, utterances;
  for (const auto& [name, facts] : report.speakers) speakers.push_back(OfSpeaker(name, facts));
  for (const Finding& finding : report.findings) findings.push_back(OfFinding(finding));
  for (const UtteranceFacts& facts : report.utterances) utterances.push_back(OfUtterance(facts));
  Json json;
  json.Set("config", report.config);
  json.Set("training_would_fail", report.TrainingWouldFail());
  json.Set("faults", report.Count(Severity::kFault));
  json.Set("warnings", report.Count(Severity::kWarning));
  json.Set("speakers", std::move(speakers));
  json.Set("coverage", OfCoverage(report.coverage));
  json.Set("findings", std::move(findings));
  json.Set("utterances", std::move(utterances));
  return json;
}

}  // namespace bv2::corpus
