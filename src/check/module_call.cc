#include "check/module_call.h"

#include <algorithm>

#include "base/check.h"
#include "base/error.h"
#include "check/generator.h"
#include "check/outcome.h"

namespace bv2::check {
namespace {

size_t AsSize(const Json& json, const char* name) {
  BV2_CHECK(json.is_integer() && json.AsInteger() >= 0 && json.AsInteger() <= 1 << 20,
            "\"{}\" is {}; expected a size", name, json.Dump());
  return static_cast<size_t>(json.AsInteger());
}

// How long each item is: by its mask, or the whole width.
std::vector<size_t> Lengths(const ModuleCall& call, const Array& x) {
  for (const char* mask : {"x_mask", "attn_mask"})
    if (call.Has(mask)) {
      std::vector<size_t> lengths = MaskLengths(call.Input(mask));
      BV2_CHECK(lengths.size() == x.shape[0], "a mask for {} items, but {} inputs", lengths.size(),
                x.shape[0]);
      return lengths;
    }
  return std::vector<size_t>(x.shape[0], x.shape[2]);
}

bool Masked(const ModuleCall& call) { return call.Has("x_mask") || call.Has("attn_mask"); }

}  // namespace

const Json& ModuleCall::Argument(const char* argument) const {
  return module_.c.json.At("init").At(argument);
}

size_t ModuleCall::Size(const char* argument) const { return AsSize(Argument(argument), argument); }

size_t ModuleCall::Size(const char* argument, size_t fallback) const {
  const Json* value = module_.c.json.At("init").Find(argument);
  return value == nullptr ? fallback : AsSize(*value, argument);
}

std::vector<size_t> ModuleCall::Sizes(const char* argument) const {
  return ReadShape(Argument(argument));
}

float ModuleCall::Option(const char* argument, float fallback) const {
  const Json* value = module_.c.json.At("init").Find(argument);
  return value == nullptr ? fallback : static_cast<float>(value->AsNumber());
}

void ModuleCall::RefuseOption(const char* argument) const {
  const Json* value = module_.c.json.At("init").Find(argument);
  if (value == nullptr || value->is_null() || *value == Json(false)) return;
  throw Skipped{fmt::format("no voice uses {}={}", argument, value->Dump())};
}

const Json* ModuleCall::FindArgument(std::string_view parameter) const {
  const auto at = std::ranges::find(parameters_, parameter);
  const auto index = static_cast<size_t>(at - parameters_.begin());
  const Json* positional = call_.Find("args");
  const Json* found = nullptr;
  if (positional != nullptr && index < std::min(parameters_.size(), positional->AsArray().size()))
    found = &positional->AsArray()[index];
  if (const Json* keywords = call_.Find("kwargs"); keywords != nullptr && found == nullptr)
    found = keywords->Find(parameter);
  return found != nullptr && !found->is_null() ? found : nullptr;
}

bool ModuleCall::Has(const char* parameter) const { return FindArgument(parameter) != nullptr; }

bool ModuleCall::Flag(const char* parameter) const {
  const Json* value = FindArgument(parameter);
  return value != nullptr && value->AsBool();
}

bool ModuleCall::SameArgument(const char* parameter, const char* other) const {
  const Json* first = FindArgument(parameter);
  const Json* second = FindArgument(other);
  return first != nullptr && second != nullptr && *first == *second;
}

double ModuleCall::Number(const char* parameter, double fallback) const {
  const Json* value = FindArgument(parameter);
  return value == nullptr ? fallback : value->AsNumber();
}

Array ModuleCall::Input(const char* parameter) const {
  const Json* value = FindArgument(parameter);
  if (value == nullptr || !value->is_string())
    Fail(ErrorCode::kNotFound, "call {} gives no tensor for \"{}\"", id(), parameter);
  return ReadInput(module_.c, *module_.inputs, value->AsString());
}

Array ModuleCall::Noise(size_t index) const {
  const std::string prefix = fmt::format("{}.noise_{:02}_", id(), index);
  for (const auto& [name, tensor] : module_.inputs->tensors())
    if (name.starts_with(prefix)) return ReadArray(tensor);
  Fail(ErrorCode::kNotFound, "'{}' has no tensor {}…", module_.inputs->source(), prefix);
}

void ModuleCall::Compare(size_t output, const Batch& computed) const {
  const Json::Array& names = call_.At("outs").AsArray();
  BV2_CHECK(output < names.size(), "call {} names {} outputs; output {} is computed", id(),
            names.size(), output);
  module_.comparison.Check(fmt::format("{}.{}", id(), names[output].AsString()), computed);
}

void CheckItems(const ModuleCall& call, Batch::Rest rest,
                const std::function<Matrix(ItemInput&)>& compute) {
  const Array x = call.Input("x");
  RequireRank(x, 3, "x");
  const std::vector<size_t> lengths = Lengths(call, x);
  std::optional<Batch> result;
  for (size_t b = 0; b < x.shape[0]; ++b) {
    ItemInput item{.index = b, .x = ItemRows(x, b, lengths[b]), .speaker = {}};
    if (call.Has("g") && call.Input("g").shape.back() == 1)
      item.speaker = ItemColumn(call.Input("g"), b);
    const Matrix rows = compute(item);
    const size_t time = Masked(call) ? x.shape[2] : rows.rows();
    if (!result) result.emplace(std::vector<size_t>{x.shape[0], rows.cols(), time}, rest);
    result->Put(b, rows);
    if (item.comparable < lengths[b]) result->Ignore(b, item.comparable, lengths[b]);
  }
  BV2_CHECK(result, "x has no items");
  call.Compare(0, *result);
}

}  // namespace bv2::check
