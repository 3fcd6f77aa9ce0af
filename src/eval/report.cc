#include "eval/report.h"

#include <algorithm>

#include "base/check.h"
#include "plot/line_chart.h"

namespace bv2::eval {
namespace {

Measures& Find(std::vector<Report::Row>& rows, std::string_view name) {
  const auto found = std::ranges::find(rows, name, &Report::Row::first);
  return found != rows.end() ? found->second : rows.emplace_back(name, Measures{}).second;
}

}  // namespace

void Report::Add(const Recording& recording, const Measures& measures) {
  total_ += measures;
  Find(speakers_, recording.speaker) += measures;
  Find(languages_, text::LanguageName(recording.language)) += measures;
  utterances_.emplace_back(recording.audio, measures);
}

plot::Image LearningCurve(const std::vector<Report>& reports) {
  plot::Curve copied{.name = "copied", .color = 0}, timed{.name = "timed", .color = 1},
      spoken{.name = "spoken", .color = 2};
  for (const Report& report : reports) {
    BV2_CHECK(report.checkpoint().step,
              "'{}' does not tell its step; a learning curve is one of "
              "G_*.pth files",
              report.checkpoint().file.string());
    const auto step = static_cast<double>(*report.checkpoint().step);
    const auto add = [&](plot::Curve& curve, const Distance& distance) {
      curve.x.push_back(step);
      curve.y.push_back(distance.mel_l1());
    };
    add(copied, report.total().copied);
    add(timed, report.total().timed);
    add(spoken, report.total().spoken);
  }
  return plot::DrawLineChart({copied, timed, spoken},
                             {.x_label = "Step", .y_label = "Log-mel distance"});
}

}  // namespace bv2::eval
