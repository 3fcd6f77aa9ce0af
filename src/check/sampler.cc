#include "corpus/bucket_sampler.h"

#include <charconv>

#include "base/check.h"
#include "check/kinds.h"

namespace bv2::check {
namespace {

size_t Count(const Json& json) {
  const int64_t count = json.AsInteger();
  BV2_CHECK(count >= 0, "{} is not a count", count);
  return static_cast<size_t>(count);
}

std::vector<int64_t> Integers(const Json& json) {
  std::vector<int64_t> values;
  for (const Json& value : json.AsArray()) values.push_back(value.AsInteger());
  return values;
}

uint64_t EpochNumber(const std::string& text) {
  uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  BV2_CHECK(error == std::errc() && stop == end, "'{}' is not the number of an epoch", text);
  return number;
}

template <typename T>
Json ToJson(const std::vector<T>& values) {
  Json::Array array;
  for (const T& value : values) array.emplace_back(value);
  return array;
}

template <typename T>
Json ToJson(const std::vector<std::vector<T>>& lists) {
  Json::Array array;
  for (const auto& list : lists) array.push_back(ToJson(list));
  return array;
}

void CheckSamplerCase(const Json& json, size_t number, Comparison& comparison) {
  const corpus::BucketSampler sampler(Integers(json.At("lengths")),
                                      {.batch_size = Count(json.At("batch_size")),
                                       .boundaries = Integers(json.At("boundaries")),
                                       .replicas = Count(json.At("num_replicas")),
                                       .rank = Count(json.At("rank")),
                                       .shuffle = json.At("shuffle").AsBool()});
  const auto compare = [&](const std::string& what, const Json& got, const Json& expected) {
    comparison.Require(got == expected, fmt::format("{} of case {}", what, number),
                       fmt::format("got {}, expected {}", got.Dump(), expected.Dump()));
  };
  compare("boundaries", ToJson(sampler.boundaries()), json.At("boundaries_after"));
  compare("buckets", ToJson(sampler.buckets()), json.At("buckets"));
  compare("sizes", ToJson(sampler.padded_sizes()), json.At("num_samples_per_bucket"));
  compare("batches", sampler.batches(), json.At("len"));
  for (const auto& [epoch, batches] : json.At("epochs").AsObject())
    compare("epoch " + epoch, ToJson(sampler.Epoch(EpochNumber(epoch))), batches);
}

}  // namespace

Outcome CheckSampler(const Case& c, const Options&) {
  Comparison comparison(nullptr, nullptr);
  const Json::Array& cases = c.json.At("cases").AsArray();
  for (size_t i = 0; i < cases.size(); ++i) CheckSamplerCase(cases[i], i, comparison);
  Outcome outcome = Judge(comparison);
  if (outcome.status == Outcome::Status::kOk)
    outcome.figures = fmt::format("{} samplers, {} comparisons", cases.size(), comparison.count());
  return outcome;
}

}  // namespace bv2::check
