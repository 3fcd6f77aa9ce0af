#include "bert/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/file.h"
#include "bert/bert_model.h"
#include "model/convert.h"
#include "model/safetensors.h"
#include "model/tensor_file.h"

namespace bv2::bert {
namespace {

namespace fs = std::filesystem;

// The number of an encoder layer's tensor; none for others.
std::optional<size_t> LayerOf(std::string_view name) {
  constexpr std::string_view kLayer = "encoder.layer.";
  const size_t at = name.find(kLayer);
  if (at == name.npos) return std::nullopt;
  const std::string_view number = name.substr(at + kLayer.size());
  size_t layer = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), layer);
  if (error != std::errc()) return std::nullopt;
  return layer;
}

bool IsRead(std::string_view name, size_t layers) {
  if (const auto layer = LayerOf(name)) return *layer < layers;
  return name.starts_with("bert.embeddings.") || name.starts_with("embeddings.");
}

model::Tensor FiniteHalf(const std::string& name, const model::Tensor& tensor) {
  model::Tensor half = model::ToHalf(name, tensor);
  std::vector<float> values(half.size());
  model::ToFloats(half, values);
  BV2_CHECK(std::ranges::all_of(values, [](float value) { return std::isfinite(value); }),
            "tensor {} holds values that are not finite", name);
  return half;
}

void Copy(const fs::path& from, const fs::path& to) { ReplaceFile(to, ReadFile(from)); }

}  // namespace

void ConvertFolder(const fs::path& in, const fs::path& out) {
  const fs::path weights = WeightsFile(in);
  const size_t layers = LayersRun(ReadShape(in / "config.json"));
  BV2_CHECK(!fs::exists(out) || !fs::equivalent(in, out),
            "'{}' cannot be converted in place; name another folder", in.string());
  const auto file = model::TensorFile::Open(weights);
  model::Safetensors half{.tensors = {}, .metadata = {{"format", "pt"}}};
  for (const auto& [name, tensor] : file->tensors()) {
    if (!IsRead(name, layers)) continue;
    // Tables are read row by row from the file; vectors are small.
    const bool matrix = LayerOf(name) && tensor.shape.size() == 2;
    half.tensors.emplace_back(name, matrix ? FiniteHalf(name, tensor) : tensor);
  }
  fs::create_directories(out);
  Copy(in / "config.json", out / "config.json");
  Copy(in / "vocab.txt", out / "vocab.txt");
  model::WriteSafetensors(out / "model.safetensors", half);
}

}  // namespace bv2::bert
