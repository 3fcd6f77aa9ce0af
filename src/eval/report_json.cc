#include <cmath>

#include "eval/report.h"

namespace bv2::eval {
namespace {

struct Part {
  Group group;
  const char* key;
};

constexpr Part kParts[] = {{Group::kCopied, "copied"},
                           {Group::kTimed, "timed"},
                           {Group::kSpoken, "spoken"},
                           {Group::kRhythm, "durations"}};

Json ToJson(const Measures& measures) {
  Json json(Json::Object{});
  json.Set("utterances", measures.utterances);
  json.Set("seconds", measures.recorded_seconds);
  json.Set("unspoken", measures.unspoken);
  for (const Part& part : kParts) {
    Json figures(Json::Object{});
    for (const Figure& figure : FiguresOf(part.group)) {
      const double value = figure.value(measures);
      figures.Set(figure.key, std::isfinite(value) ? Json(value) : Json());
    }
    json.Set(part.key, std::move(figures));
  }
  return json;
}

Json ToJson(const std::vector<Report::Row>& rows) {
  Json json(Json::Object{});
  for (const auto& [name, measures] : rows) json.Set(name, ToJson(measures));
  return json;
}

}  // namespace

Json JsonReport(const Report& report) {
  Json json(Json::Object{});
  json.Set("model", report.checkpoint().file.string());
  json.Set("step", report.checkpoint().step ? Json(*report.checkpoint().step) : Json());
  json.Set("all", ToJson(report.total()));
  json.Set("speakers", ToJson(report.speakers()));
  json.Set("languages", ToJson(report.languages()));
  json.Set("recordings", ToJson(report.utterances()));
  return json;
}

}  // namespace bv2::eval
