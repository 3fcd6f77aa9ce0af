#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "corpus/validate.h"

namespace bv2::corpus {

// The findings of one check, the worst first; never empty.
struct FindingGroup {
  Check check;
  std::span<const Finding> findings;
};
std::vector<FindingGroup> GroupFindings(const ValidationReport& report);

// "dataset/a.wav (train.list:3): 22050 Hz; it must be 44100"
std::string FindingLine(const Finding& finding);

// "2 faults, 13 warnings: training would fail"
std::string Verdict(const ValidationReport& report);

// Tables for a terminal. Of each check the faults are all named, of its warnings the worst
// `most_warnings`.
std::string TextReport(const ValidationReport& report, size_t most_warnings);

// Everything: each utterance, each finding.
Json JsonReport(const ValidationReport& report);

// One page that needs nothing else: tables, histograms, the ten worst files of each check.
std::string HtmlReport(const ValidationReport& report);

}  // namespace bv2::corpus
