#include "check/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "check/case.h"
#include "check/glob.h"

namespace bv2::check {
namespace {

constexpr double kDefaultTolerance = 1e-4;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// How much of the tolerance is used up; anything above 1 is too much.
double Share(double error, double tolerance) {
  if (error == 0) return 0;
  return tolerance == 0 ? kInfinity : error / tolerance;
}

double Share(const Difference& difference) {
  return difference.reason.empty() ? Share(difference.error, difference.tolerance) : kInfinity;
}

// NaN on one side only is as wrong as can be; equal infinities are equal.
double Error(double computed, double expected) {
  if (computed == expected || (std::isnan(computed) && std::isnan(expected))) return 0;
  const double error = std::abs(computed - expected);
  return std::isnan(error) ? kInfinity : error;
}

// Keeps the worse of what it holds and one more element.
void Worsen(Difference& difference, double error, double tolerance) {
  if (Share(error, tolerance) < Share(difference)) return;
  difference.error = error;
  difference.tolerance = tolerance;
}

std::string WrongShape(const Array& computed, const std::vector<size_t>& expected) {
  return fmt::format("has shape {}, the reference {}", model::ShapeText(computed.shape),
                     model::ShapeText(expected));
}

}  // namespace

bool Tolerance::IsExact(std::string_view tensor) const {
  const Json* exact = json_ == nullptr ? nullptr : json_->Find("exact");
  return exact != nullptr && std::ranges::any_of(exact->AsArray(), [&](const Json& pattern) {
           return GlobMatches(pattern.AsString(), tensor);
         });
}

double Tolerance::Limit(const char* key, std::string_view tensor) const {
  const Json* limit = json_->Find(key);
  if (limit != nullptr && limit->is_object()) limit = limit->Find(tensor);
  return limit == nullptr ? 0 : limit->AsNumber();
}

double Tolerance::Of(std::string_view tensor, double expected) const {
  if (IsExact(tensor)) return 0;
  const double size = std::isfinite(expected) ? std::abs(expected) : 0;
  if (json_ == nullptr || (!json_->Find("atol") && !json_->Find("rtol")))
    return kDefaultTolerance * (1 + size);
  const double atol = Limit("atol", tensor), rtol = Limit("rtol", tensor);
  return (atol == 0 && rtol == 0 ? kDefaultTolerance : atol) + rtol * size;
}

bool Comparison::has_output(std::string_view tensor) const {
  return outputs_->Find(tensor) != nullptr ||
         outputs_->Find(std::string(tensor) + "#sample") != nullptr;
}

void Comparison::Check(std::string_view tensor, const Batch& computed, std::string_view as) {
  const std::string name(tensor);
  const bool sampled = outputs_->Find(name) == nullptr && has_output(name);
  Difference difference = sampled ? CompareSamples(name, computed)
                                  : Compare(name, computed, ReadArray(*outputs_, name));
  if (!as.empty()) difference.tensor = as;
  Record(std::move(difference));
}

void Comparison::Check(std::string_view tensor, const Batch& computed, const Array& expected) {
  Record(Compare(std::string(tensor), computed, expected));
}

Difference Comparison::Compare(const std::string& tensor, const Batch& computed,
                               const Array& expected) const {
  Difference difference{.tensor = tensor, .tolerance = tolerance_.Of(tensor, 0)};
  const Array& array = computed.array();
  if (array.shape != expected.shape) {
    difference.reason = WrongShape(array, expected.shape);
    return difference;
  }
  for (size_t i = 0; i < array.values.size(); ++i)
    if (computed.compared(i))
      Worsen(difference, Error(array.values[i], expected.values[i]),
             tolerance_.Of(tensor, expected.values[i]));
  return difference;
}

// `X#sample` holds values at evenly spaced flat indices; `X#stats` sum, sum of squares, greatest
// absolute value and number of all.
Difference Comparison::CompareSamples(const std::string& tensor, const Batch& computed) const {
  const Array samples = ReadArray(*outputs_, tensor + "#sample");
  const Array stats = ReadArray(*outputs_, tensor + "#stats");
  Difference difference{.tensor = tensor, .tolerance = tolerance_.Of(tensor, 0)};
  const std::vector<double>& values = computed.array().values;
  const size_t count = samples.values.size();
  if (stats.values.size() != 4 || stats.values[3] != static_cast<double>(values.size())) {
    difference.reason =
        fmt::format("has {} elements, another number than the reference", values.size());
    return difference;
  }
  for (size_t k = 0; k < count; ++k) {
    const size_t i = k * values.size() / count;
    if (computed.compared(i))
      Worsen(difference, Error(values[i], samples.values[k]),
             tolerance_.Of(tensor, samples.values[k]));
  }
  if (!computed.complete()) return difference;
  double greatest = 0;
  for (const double value : values) greatest = std::max(greatest, std::abs(value));
  Worsen(difference, Error(greatest, stats.values[2]), tolerance_.Of(tensor, stats.values[2]));
  return difference;
}

void Comparison::Require(bool right, std::string_view tensor, std::string reason) {
  Record({.tensor = std::string(tensor), .reason = right ? "" : std::move(reason)});
}

void Comparison::Record(Difference difference) {
  ++count_;
  if (!difference.ok() && !first_failure_) first_failure_ = difference;
  if (!worst_ || Share(difference) > Share(*worst_)) worst_ = std::move(difference);
}

}  // namespace bv2::check
