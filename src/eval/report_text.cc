#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "eval/report.h"

namespace bv2::eval {
namespace {

constexpr int kWidth = 10;  // of a column

struct Block {
  Group group;
  const char* heading;
};

constexpr Block kBlocks[] = {
    {Group::kCopied, "copied: the recording through posterior encoder and decoder"},
    {Group::kTimed, "timed: from the text, each phone as long as in the recording"},
    {Group::kSpoken, "spoken: from the text alone, warped onto the recording"},
    {Group::kRhythm, "durations, and how far text and recording are apart in the latent space"},
};

void AddHeadings(Group group, std::string& text) {
  for (const Figure& figure : FiguresOf(group))
    fmt::format_to(std::back_inserter(text), "{:>{}}", figure.heading, kWidth);
}

void AddFigures(Group group, const Measures& measures, std::string& text) {
  for (const Figure& figure : FiguresOf(group)) {
    const double value = figure.value(measures) * figure.scale;
    if (std::isnan(value))
      fmt::format_to(std::back_inserter(text), "{:>{}}", "-", kWidth);
    else
      fmt::format_to(std::back_inserter(text), "{:>{}.{}f}", value, kWidth, figure.digits);
  }
}

bool Measured(Group group, const Measures& measures) {
  return std::ranges::any_of(
      FiguresOf(group), [&](const Figure& figure) { return !std::isnan(figure.value(measures)); });
}

std::string Title(const Report& report) {
  const Measures& total = report.total();
  std::string title =
      fmt::format("{}: {} utterances, {:.1f} s\n", report.checkpoint().file.string(),
                  total.utterances, total.recorded_seconds);
  if (total.unspoken > 0)
    fmt::format_to(std::back_inserter(title),
                   "{} of them have durations that cannot be spoken; below, they are not in "
                   "`spoken` and durations\n",
                   total.unspoken);
  return title;
}

std::string NameOf(const Checkpoint& checkpoint) {
  return checkpoint.step ? fmt::format("{}", *checkpoint.step)
                         : checkpoint.file.filename().string();
}

}  // namespace

std::string TextReport(const Report& report) {
  std::vector<Report::Row> rows;
  for (const auto* group : {&report.speakers(), &report.languages()})
    if (group->size() > 1) rows.insert(rows.end(), group->begin(), group->end());
  rows.emplace_back("all", report.total());
  size_t width = 0;
  for (const auto& [name, measures] : rows) width = std::max(width, name.size());

  std::string text = Title(report);
  for (const Block& block : kBlocks) {
    if (!Measured(block.group, report.total())) continue;
    fmt::format_to(std::back_inserter(text), "\n{}\n{:{}}", block.heading, "", width + 2);
    AddHeadings(block.group, text);
    for (const auto& [name, measures] : rows) {
      fmt::format_to(std::back_inserter(text), "\n  {:{}}", name, width);
      AddFigures(block.group, measures, text);
    }
    text += '\n';
  }
  return text;
}

std::string TextReport(const std::vector<Report>& reports) {
  if (reports.size() == 1) return TextReport(reports[0]);
  size_t width = 0;
  for (const Report& report : reports) width = std::max(width, NameOf(report.checkpoint()).size());
  std::string text;
  for (const Block& block : kBlocks) {
    fmt::format_to(std::back_inserter(text), "{}{}\n{:{}}", text.empty() ? "" : "\n", block.heading,
                   "", width + 2);
    AddHeadings(block.group, text);
    for (const Report& report : reports) {
      fmt::format_to(std::back_inserter(text), "\n  {:>{}}", NameOf(report.checkpoint()), width);
      AddFigures(block.group, report.total(), text);
      if (report.total().unspoken > 0)
        fmt::format_to(std::back_inserter(text), "  {} not spoken", report.total().unspoken);
    }
    text += '\n';
  }
  return text;
}

}  // namespace bv2::eval
