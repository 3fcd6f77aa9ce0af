#include "check/generator.h"

#include <algorithm>
#include <string>

#include "base/check.h"
#include "base/error.h"

namespace bv2::check {
namespace {

uint64_t Fnv1a(std::string_view bytes) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  return hash;
}

model::Tensor GenerateTensor(const Json& description, uint64_t seed) {
  const std::vector<size_t> shape = ReadShape(description.At("shape"));
  const auto scale = static_cast<float>(description.At("scale").AsNumber());
  const auto offset = static_cast<float>(description.At("offset").AsNumber());
  WeightGenerator generator(description.At("name").AsString(), seed);
  std::vector<float> values(CheckedCount(shape));
  for (float& value : values) {
    // Two roundings, as the formula has it: the product must not fuse with the sum.
    const volatile float product = generator.Next() * scale;
    value = product + offset;
  }
  return model::TensorOfFloats(shape, values);
}

}  // namespace

WeightGenerator::WeightGenerator(std::string_view tensor, uint64_t seed)
    : state_(Fnv1a(tensor) ^ seed) {}

float WeightGenerator::Next() {
  state_ += 0x9E3779B97F4A7C15;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  z ^= z >> 31;
  return static_cast<float>(z >> 40) * 0x1p-23f - 1.0f;
}

model::NamedTensors GenerateWeights(const Json& weights) {
  const auto seed = static_cast<uint64_t>(weights.At("seed").AsInteger());
  model::NamedTensors tensors;
  for (const Json& description : weights.At("tensors").AsArray())
    tensors.emplace_back(description.At("name").AsString(), GenerateTensor(description, seed));
  if (const Json* fills = weights.Find("then")) {
    for (const auto& [name, value] : fills->AsObject()) {
      const auto found = std::ranges::find(tensors, name, [](const auto& t) { return t.first; });
      if (found == tensors.end())
        Fail(ErrorCode::kNotFound, "`then` fills {}, which is not among the tensors", name);
      const std::vector<float> constant(found->second.size(), static_cast<float>(value.AsNumber()));
      found->second = model::TensorOfFloats(found->second.shape, constant);
    }
  }
  return tensors;
}

std::vector<size_t> ReadShape(const Json& json) {
  std::vector<size_t> shape;
  for (const Json& size : json.AsArray()) {
    BV2_CHECK(size.AsInteger() >= 0, "a size of {} in a shape", size.AsInteger());
    shape.push_back(static_cast<size_t>(size.AsInteger()));
  }
  return shape;
}

size_t CheckedCount(const std::vector<size_t>& shape) {
  return model::CheckedCount(shape, size_t{1} << 30);
}

}  // namespace bv2::check
