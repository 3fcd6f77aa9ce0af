#include "base/rng.h"

#include <algorithm>

#include "base/check.h"
#include "check/generator.h"
#include "check/kinds.h"

namespace bv2::check {
namespace {

constexpr std::string_view kPermutation = "randperm_";
constexpr std::string_view kTransposed = "randn_like_transposed_";
constexpr std::string_view kNormal = "randn_";
constexpr std::string_view kUniform = "rand_";

// "2x2x37" → {2, 2, 37}.
std::vector<size_t> ParseShape(std::string_view text) {
  std::vector<size_t> shape(1, 0);
  for (const char c : text) {
    BV2_CHECK((c >= '0' && c <= '9') || c == 'x', "'{}' is no shape", text);
    if (c == 'x')
      shape.push_back(0);
    else
      shape.back() = shape.back() * 10 + static_cast<size_t>(c - '0');
  }
  CheckedCount(shape);
  return shape;
}

// A tensor [1, C, T] whose memory is [T][C]: drawn in memory order.
Array DrawTransposed(Rng& rng, const std::vector<size_t>& shape) {
  BV2_CHECK(shape.size() == 3 && shape[0] == 1, "the transposed tensor is not [1, C, T]");
  std::vector<float> draws(CheckedCount(shape));
  const size_t channels = shape[1], time = shape[2];
  if (channels == 1 || time == 1)
    rng.FillNormal(draws);
  else
    rng.FillNormalStrided(draws);
  Array array{.shape = shape, .values = std::vector<double>(draws.size())};
  for (size_t t = 0; t < time; ++t)
    for (size_t c = 0; c < channels; ++c)
      array.values[c * time + t] = double{draws[t * channels + c]};
  return array;
}

Array Draw(Rng& rng, std::string_view name) {
  if (name.starts_with(kPermutation)) {
    const auto order = rng.Permutation(ParseShape(name.substr(kPermutation.size())).at(0));
    return {.shape = {order.size()}, .values = {order.begin(), order.end()}};
  }
  if (name.starts_with(kTransposed))
    return DrawTransposed(rng, ParseShape(name.substr(kTransposed.size())));
  const bool normal = name.starts_with(kNormal);
  BV2_CHECK(normal || name.starts_with(kUniform), "unknown draw '{}'", name);
  const auto shape = ParseShape(name.substr(normal ? kNormal.size() : kUniform.size()));
  std::vector<float> draws(CheckedCount(shape));
  if (normal)
    rng.FillNormal(draws);
  else
    rng.FillUniform(draws);
  return {.shape = shape, .values = {draws.begin(), draws.end()}};
}

}  // namespace

Outcome CheckRng(const Case& c, const Options&) {
  Comparison comparison(c.json.Find("tolerance"), OpenTensors(c, "outputs.safetensors"));
  for (const Json& sequence : c.json.At("sequences").AsArray()) {
    const int64_t seed = sequence.At("seed").AsInteger();
    for (const char* order : {"default_generator_order", "own_generator_order"}) {
      const Json* names = sequence.Find(order);
      if (names == nullptr) continue;
      Rng rng(static_cast<uint64_t>(seed));
      for (const Json& name : names->AsArray())
        comparison.Check(fmt::format("seed{}.{}", seed, name.AsString()),
                         Batch(Draw(rng, name.AsString())));
    }
  }
  return Judge(comparison);
}

}  // namespace bv2::check
